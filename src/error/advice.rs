//! What to do about a fault of a file, where that depends on the file.

use super::file::{FileFault, Pickled};

impl FileFault {
    /// What to do about it, where that depends on the file.
    pub(super) fn hint(&self, file: &str) -> Option<String> {
        // A name that stays within the quotes of a line of Python.
        let file: String = file.chars().map(|c| if "\"\\\n\r".contains(c) { '_' } else { c }).collect();
        let (stem, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
        let advice = match self {
            Self::ThreeDimensions { shape } => {
                return Some(format!(
                    "Choose one: a layer 0 to {} (layers x samples x features), or mean or last token \
                     (samples x tokens x features).",
                    shape.first().map_or(0, |layers| layers.saturating_sub(1))
                ));
            }
            Self::NoBytes => "Save it again, or copy or download it again.",
            Self::Foreign { advice, .. } => advice,
            Self::Pickle { holds, .. } => conversion(*holds, ending),
            Self::BadTable { .. } if matches!(ending, "jsonl" | "ndjson") => {
                "One JSON value a line: objects with the same keys, or lists of equal length."
            }
            Self::Encoding { .. } => {
                "Save it as UTF-8. In Python, if it is Latin-1:\nfrom pathlib import Path\n\
                 Path(\"{file}\").write_text(Path(\"{file}\").read_text(\"latin-1\"), \"utf-8\")"
            }
            _ => return None,
        };
        Some(advice.replace("{file}", &file).replace("{stem}", stem))
    }
}

/// How what a pickle holds becomes a file that is read.
fn conversion(holds: Pickled, ending: &str) -> &'static str {
    match holds {
        Pickled::Model => {
            "It is a model, or has one in it: save the embeddings that it makes. The recipes in the \
             documentation do."
        }
        Pickled::Frame => {
            "Convert it in Python:\nimport pandas as pd\n\
             pd.read_pickle(\"{file}\").to_parquet(\"{stem}.parquet\")"
        }
        Pickled::Sparse => {
            "Convert it in Python:\nimport numpy as np, torch\n\
             np.save(\"{stem}.npy\", torch.load(\"{file}\", map_location=\"cpu\").to_dense().float().numpy())"
        }
        Pickled::Other if matches!(ending, "pkl" | "pickle") => {
            "Convert it in Python:\nimport numpy as np, pickle\n\
             np.save(\"{stem}.npy\", np.array(pickle.load(open(\"{file}\", \"rb\")), dtype=\"float32\"))"
        }
        Pickled::Other => {
            "Convert it in Python:\nimport numpy as np, torch\n\
             np.save(\"{stem}.npy\", torch.load(\"{file}\", map_location=\"cpu\").float().numpy())"
        }
    }
}
