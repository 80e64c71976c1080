//! Labels: symbols as they stand in a file, one per sample.

use crate::error::{FileFault, Result};
use crate::options::MAX_CODES;

/// Labels of the samples, as codes of an ascending list of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// Index into `names` for each sample.
    pub codes: Vec<u32>,
    /// Every label that occurs, ascending: numbers by value, other text by character.
    pub names: Vec<String>,
}

impl Labels {
    /// Labels given as text.
    ///
    /// # Errors
    ///
    /// [`FileFault::TooManyLabels`], [`FileFault::OutOfMemory`].
    pub fn from_strings<S: AsRef<str>>(labels: impl IntoIterator<Item = S>) -> Result<Self> {
        let mut seen = Seen::default();
        for label in labels {
            seen.add(label.as_ref())?;
        }
        Ok(text_labels(seen))
    }

    /// Labels given as integers.
    ///
    /// # Errors
    ///
    /// [`FileFault::TooManyLabels`], [`FileFault::OutOfMemory`].
    pub fn from_integers(labels: impl IntoIterator<Item = i64>) -> Result<Self> {
        let mut seen = Seen::default();
        for label in labels {
            seen.add(&i128::from(label))?;
        }
        Ok(integer_labels(seen))
    }

    /// Takes out `rows` (ascending). Names that no sample has any more go as well.
    pub fn drop_rows(&mut self, rows: &[u32]) {
        let mut dropped = rows.iter().peekable();
        let mut row = 0;
        self.codes.retain(|_| {
            let drop = dropped.next_if_eq(&&row).is_some();
            row += 1;
            !drop
        });
        let mut used = vec![false; self.names.len()];
        self.codes.iter().for_each(|&code| used[code as usize] = true);
        let renamed: Vec<u32> = used
            .iter()
            .scan(0, |next, &used| {
                let name = *next;
                *next += u32::from(used);
                Some(name)
            })
            .collect();
        self.codes.iter_mut().for_each(|code| *code = renamed[*code as usize]);
        let mut used = used.into_iter();
        self.names.retain(|_| used.next() == Some(true));
    }
}

/// Labels in the order in which they came.
#[derive(Debug)]
pub struct Seen<K> {
    codes: Vec<u32>,
    /// Codes by label, ascending. A list: it is short, and a map for each kind of label would be large.
    index: Vec<(K, u32)>,
}

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Self { codes: Vec::new(), index: Vec::new() }
    }
}

impl<K: Ord + Clone> Seen<K> {
    /// The label of one more sample.
    ///
    /// # Errors
    ///
    /// [`FileFault::TooManyLabels`], [`FileFault::OutOfMemory`].
    pub fn add<Q: Ord + ToOwned<Owned = K> + ?Sized>(&mut self, label: &Q) -> Result<()>
    where
        K: std::borrow::Borrow<Q>,
    {
        let code = match self.index.binary_search_by(|(key, _)| key.borrow().cmp(label)) {
            Ok(place) => self.index[place].1,
            Err(_) if self.index.len() == MAX_CODES => {
                return Err(FileFault::TooManyLabels { limit: MAX_CODES }.into());
            }
            Err(place) => {
                let code = self.index.len() as u32;
                self.index.insert(place, (label.to_owned(), code));
                code
            }
        };
        if self.codes.len() == self.codes.capacity() {
            let more = self.codes.len().max(1024);
            let bytes = 4 * (self.codes.len() + more) as u64;
            self.codes.try_reserve_exact(more).map_err(|_| FileFault::OutOfMemory { bytes })?;
        }
        self.codes.push(code);
        Ok(())
    }

    /// Makes the sample that came last the first.
    pub fn last_to_front(&mut self) {
        self.codes.rotate_right(1);
    }

    fn relabelled(mut self, ascending: &[(K, u32)], name: impl Fn(&K) -> String) -> Labels {
        let mut rank = vec![0; ascending.len()];
        for (place, (_, code)) in ascending.iter().enumerate() {
            rank[*code as usize] = place as u32;
        }
        self.codes.iter_mut().for_each(|code| *code = rank[*code as usize]);
        Labels { codes: self.codes, names: ascending.iter().map(|(key, _)| name(key)).collect() }
    }
}

/// Integer labels, ascending.
pub(super) fn integer_labels(mut seen: Seen<i128>) -> Labels {
    let ascending = std::mem::take(&mut seen.index);
    seen.relabelled(&ascending, i128::to_string)
}

/// Text labels, ascending; by value if every one of them is a number.
pub fn text_labels(mut seen: Seen<String>) -> Labels {
    let ascending = std::mem::take(&mut seen.index);
    let value = |key: &str| key.parse::<f64>().ok().filter(|value| value.is_finite());
    let values: Option<Vec<f64>> = ascending.iter().map(|(key, _)| value(key)).collect();
    let ascending = match values {
        None => ascending,
        Some(values) => {
            let mut by_value: Vec<_> = values.into_iter().zip(ascending).collect();
            by_value.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            by_value.into_iter().map(|(_, entry)| entry).collect()
        }
    };
    seen.relabelled(&ascending, String::clone)
}
