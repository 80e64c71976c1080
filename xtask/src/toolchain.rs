//! Finds a Rust that can build for WebAssembly, or brings one.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TARGET: &str = "wasm32-unknown-unknown";
/// rustup retries for minutes when there is no network; its download takes seconds when there is.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);
/// Debian's Rust with the sources of its standard library and a linker that knows wasm.
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// A toolchain that can build for WebAssembly.
pub enum Toolchain {
    /// The one on PATH, with the target's standard library.
    Path,
    /// Debian's, which builds the standard library itself.
    Debian,
}

/// The first toolchain that can, bringing what is missing.
pub fn find() -> Result<Toolchain, String> {
    if has_target() {
        return Ok(Toolchain::Path);
    }
    if ask_rustup() && has_target() {
        return Ok(Toolchain::Path);
    }
    if debian_ready() || (install_debian() && debian_ready()) {
        return Ok(Toolchain::Debian);
    }
    Err(format!(
        "No Rust toolchain here can build for {TARGET}. Run `rustup target add {TARGET}`, or as root on \
         Debian `apt-get install {}`, then try again.",
        DEBIAN_PACKAGES.join(" ")
    ))
}

impl Toolchain {
    /// Builds the engine; returns the module's path.
    pub fn build(&self, root: &Path) -> Result<PathBuf, String> {
        let mut cargo = match self {
            Self::Path => Command::new("cargo"),
            Self::Debian => {
                let mut cargo = Command::new("/usr/bin/cargo");
                // The web packages are a stable release; building std from source is behind this switch.
                cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
                cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
                cargo.args(["-Z", "build-std=std,panic_abort"]);
                cargo
            }
        };
        // Flags of the surrounding shell would replace simd128 of .cargo/config.toml.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        // A folder of its own: two toolchains in one folder would rebuild each other's work.
        let target = root.join("target").join(match self {
            Self::Path => "wasm",
            Self::Debian => "wasm-debian",
        });
        cargo.current_dir(root).env("CARGO_TARGET_DIR", &target);
        cargo.args(["build", "--release", "--lib", "--locked", "--package", "modalens", "--target", TARGET]);
        // Joined to those of .cargo/config.toml.
        cargo.arg("--config").arg(format!("target.{TARGET}.rustflags={:?}", sources_without_home()));
        let status = cargo.status().map_err(|e| format!("cargo could not be started: {e}."))?;
        if !status.success() {
            return Err("The engine did not build for WebAssembly; cargo says why above.".into());
        }
        Ok(target.join(TARGET).join("release/modalens.wasm"))
    }
}

/// Whether the rustc on PATH has the target's standard library.
fn has_target() -> bool {
    let Ok(out) = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .stderr(Stdio::null())
        .output()
    else {
        return false;
    };
    let dir = PathBuf::from(String::from_utf8_lossy(&out.stdout).trim());
    out.status.success()
        && std::fs::read_dir(dir).is_ok_and(|files| {
            files.flatten().any(|f| f.file_name().to_string_lossy().starts_with("libstd-"))
        })
}

/// Asks rustup for the target, within a time limit.
fn ask_rustup() -> bool {
    eprintln!("Adding the target {TARGET} with rustup (at most {} s).", RUSTUP_LIMIT.as_secs());
    let Ok(mut child) = Command::new("rustup").args(["target", "add", TARGET]).spawn() else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < RUSTUP_LIMIT {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(100)),
            Err(_) => break,
        }
    }
    eprintln!("rustup did not answer in time; going on without it.");
    // Already gone or not ours any more: either way nothing is left to end.
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// Whether Debian's Rust, its library sources and a linker for wasm are installed.
fn debian_ready() -> bool {
    let Ok(out) = Command::new("/usr/bin/rustc").args(["--print", "sysroot"]).output() else {
        return false;
    };
    let sysroot = PathBuf::from(String::from_utf8_lossy(&out.stdout).trim());
    Path::new("/usr/bin/cargo").exists()
        && sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
        && (Path::new("/usr/bin/wasm-ld-22").exists() || Path::new("/usr/bin/rust-lld").exists())
}

/// Installs Debian's packages when this is Debian and the user may.
fn install_debian() -> bool {
    if !Path::new("/usr/bin/apt-get").exists() || !is_root() {
        return false;
    }
    eprintln!("Installing Debian's Rust for WebAssembly: {}.", DEBIAN_PACKAGES.join(" "));
    let apt = |args: &[&str]| {
        Command::new("apt-get")
            .args(args)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status()
            .is_ok_and(|s| s.success())
    };
    // An old package list may still do, so the update's outcome does not decide.
    let _ = apt(&["update", "-q"]);
    let mut install = vec!["install", "-y", "-q", "--no-install-recommends"];
    install.extend(DEBIAN_PACKAGES);
    apt(&install)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}

/// Flags that take the builder's folders out of the sources that panics name, so that every machine
/// builds the same module.
fn sources_without_home() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let folders = registries.into_iter().flatten().flatten().map(|registry| registry.path());
    folders.map(|folder| format!("--remap-path-prefix={}=crates", folder.display())).collect()
}
