//! Zip archives of arrays: .npz of NumPy, .pt of torch. What is in them tells which.

use std::ops::Range;

use super::array::Array;
use super::foreign::workbook;
use super::format::Format;
use super::npz::{Arrays, Npz};
use super::reader::{Reader, printable};
use super::request::Request;
use super::torch::{PICKLE, Torch};
use super::zip::{self, Window, bad};
use crate::error::{FileFault, Result};

pub(super) const FORMAT: Format = Format {
    extensions: &["npz", "pt", "pth", "ckpt"],
    begins: zip::begins,
    unlike: |head| {
        let what = format!("it begins with {}, and no zip archive does", printable(head));
        Some(FileFault::BadArchive { what })
    },
    open: |request| {
        let stage = Stage::Directory(Window::new(request.size), Some(request));
        Ok(Box::new(Archive { stage }))
    },
};

/// Reads one file.
struct Archive {
    stage: Stage,
}

#[expect(clippy::large_enum_variant, reason = "one for a file")]
enum Stage {
    /// The directory is not whole.
    Directory(Window, Option<Request>),
    Open(Box<dyn Reader>),
}

impl Reader for Archive {
    fn wanted(&self) -> Option<Range<u64>> {
        match &self.stage {
            Stage::Directory(window, _) => window.missing(),
            Stage::Open(reader) => reader.wanted(),
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let (window, request) = match &mut self.stage {
            Stage::Open(reader) => return reader.take(bytes),
            Stage::Directory(window, request) => (window, request),
        };
        window.add(bytes);
        let mut arrays = Arrays::default();
        let (mut pickle, mut book) = (None, None);
        let wanted = request.as_ref().and_then(|request| request.selection.member.clone());
        let whole = zip::entries(window, &mut |entry| {
            if entry.name.ends_with(PICKLE) {
                pickle = Some(entry);
            } else {
                book = book.take().or_else(|| workbook(&entry.name));
                arrays.add(wanted.as_deref(), entry);
            }
            Ok(())
        })?;
        if let Some(request) = request.take_if(|_| whole) {
            let window = std::mem::replace(window, Window::new(0));
            self.stage = Stage::Open(match (pickle, book) {
                (Some(entry), _) => Box::new(Torch::new(request, window, &entry)?),
                (None, Some(book)) => return Err(book.into()),
                (None, None) => Box::new(Npz::new(request, arrays)?),
            });
        }
        Ok(())
    }

    fn finish(self: Box<Self>, name: &str) -> Result<Array> {
        match self.stage {
            Stage::Open(reader) => reader.finish(name),
            Stage::Directory(..) => Err(bad("it is no zip archive")),
        }
    }
}
