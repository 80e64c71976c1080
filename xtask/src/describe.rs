//! What the engine says of itself, for TypeScript and the documentation.

use std::fs;
use std::path::Path;

/// Writes `www/lib/generated/engine.json`, unless it is there already.
pub fn write(root: &Path) -> Result<(), String> {
    let text = serde_json::to_string_pretty(&modalens::describe::describe()).map_err(|e| e.to_string())?;
    let folder = root.join("www/lib/generated");
    let path = folder.join("engine.json");
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let failed = |e| format!("{} could not be written: {e}.", path.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    fs::write(&path, text).map_err(failed)
}
