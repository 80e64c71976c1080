//! Labels: symbols as they stand in a file, one per sample.

use std::collections::BTreeMap;

use crate::error::{FileFault, Result};

/// Different labels that are read at most: more than there can be codes, so that rare ones can be merged.
pub const MAX_LABELS: usize = 16_384;

/// Labels of the samples, as codes of an ascending list of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// Index into `names` for each sample: there are few names, and may be very many samples.
    pub codes: Vec<u16>,
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
            seen.add(label.as_ref(), usize::MAX)?;
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
            seen.add(&i128::from(label), usize::MAX)?;
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
        let renamed: Vec<u16> = used
            .iter()
            .scan(0, |next, &used| {
                let name = *next;
                *next += u16::from(used);
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
    codes: Vec<u16>,
    /// Codes by label, ascending.
    index: BTreeMap<K, u16>,
}

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Self { codes: vec![], index: BTreeMap::new() }
    }
}

impl<K: Ord + Clone> Seen<K> {
    /// The label of one more sample; there are at most `left` more.
    ///
    /// # Errors
    ///
    /// [`FileFault::TooManyLabels`], [`FileFault::OutOfMemory`].
    pub fn add<Q: Ord + ToOwned<Owned = K> + ?Sized>(&mut self, label: &Q, left: usize) -> Result<()>
    where
        K: std::borrow::Borrow<Q>,
    {
        let next = self.index.len();
        let code = match self.index.get(label) {
            Some(code) => *code,
            None if next == MAX_LABELS => return Err(FileFault::TooManyLabels { limit: MAX_LABELS }.into()),
            None => {
                self.index.insert(label.to_owned(), next as u16);
                next as u16
            }
        };
        grow(&mut self.codes, left)?;
        self.codes.push(code);
        Ok(())
    }

    /// How many different labels there are.
    pub fn different(&self) -> usize {
        self.index.len()
    }

    /// Codes of the samples, and the labels in the order of the codes.
    pub fn into_parts(self) -> (Vec<u16>, Vec<K>) {
        let mut names: Vec<(u16, K)> = self.index.into_iter().map(|(label, code)| (code, label)).collect();
        names.sort_by_key(|(code, _)| *code);
        (self.codes, names.into_iter().map(|(_, label)| label).collect())
    }

    fn relabelled(mut codes: Vec<u16>, ascending: &[(K, u16)], name: impl Fn(&K) -> String) -> Labels {
        let mut rank = vec![0; ascending.len()];
        for (place, (_, code)) in ascending.iter().enumerate() {
            rank[usize::from(*code)] = place as u16;
        }
        codes.iter_mut().for_each(|code| *code = rank[usize::from(*code)]);
        Labels { codes, names: ascending.iter().map(|(key, _)| name(key)).collect() }
    }
}

/// Room for one more value, and for a thirty-second as many again as there are, but for no more than may
/// come: `left`.
///
/// # Errors
///
/// There is not the memory.
pub fn grow<T>(values: &mut Vec<T>, left: usize) -> Result<()> {
    if values.len() < values.capacity() {
        return Ok(());
    }
    let more = (values.len() / 32).max(1024).min(left.max(1));
    let bytes = ((values.len() + more) * size_of::<T>()) as u64;
    Ok(values.try_reserve_exact(more).map_err(|_| FileFault::OutOfMemory { bytes })?)
}

/// Integer labels, ascending.
pub(super) fn integer_labels(seen: Seen<i128>) -> Labels {
    let ascending: Vec<_> = seen.index.into_iter().collect();
    Seen::relabelled(seen.codes, &ascending, i128::to_string)
}

/// Text labels, ascending; by value if every one of them is a number.
pub fn text_labels(seen: Seen<String>) -> Labels {
    let mut ascending: Vec<_> = seen.index.into_iter().collect();
    let value = |key: &str| key.parse::<f64>().ok().filter(|value| value.is_finite());
    let values: Option<Vec<f64>> = ascending.iter().map(|(key, _)| value(key)).collect();
    if let Some(values) = values {
        let mut by_value: Vec<_> = values.into_iter().zip(ascending).collect();
        by_value.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        ascending = by_value.into_iter().map(|(_, entry)| entry).collect();
    }
    Seen::relabelled(seen.codes, &ascending, String::clone)
}
