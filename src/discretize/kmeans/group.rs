//! What an assignment within bounds keeps of a group of samples.

/// Work space of one group of samples, each at a place.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) samples: Vec<u32>,
    /// Of each place: own centroid, its score once that is computed, and the bound above which a centroid is
    /// out.
    pub(super) best: Vec<u32>,
    pub(super) score: Vec<f32>,
    pub(super) limit: Vec<f32>,
    /// Of each centroid the places to which it may be nearest.
    pub(super) open: Vec<Vec<u32>>,
    /// Places whose product with the own centroid is wanted.
    pub(super) wanted: Vec<u32>,
    /// Samples and centroids of products.
    pub(super) listed: Vec<u32>,
    pub(super) owned: Vec<u32>,
    pub(super) products: Vec<f32>,
}

impl Group {
    pub(super) fn new(k: usize) -> Self {
        Self { open: vec![vec![]; k], ..Self::default() }
    }

    /// Lists the samples at these places, with the own centroid of each.
    pub(super) fn gather(&mut self, places: &[u32]) {
        self.listed.clear();
        self.listed.extend(places.iter().map(|&place| self.samples[place as usize]));
        self.owned.clear();
        self.owned.extend(places.iter().map(|&place| self.best[place as usize]));
        self.products.resize(self.products.len().max(places.len()), 0.0);
    }

    pub(super) fn every_place(&mut self) {
        self.wanted.clear();
        self.wanted.extend(0..self.samples.len() as u32);
    }

    /// The places that are open to any centroid.
    pub(super) fn open_places(&mut self) {
        self.wanted.clear();
        self.open.iter().for_each(|open| self.wanted.extend(open));
        self.wanted.sort_unstable();
        self.wanted.dedup();
    }
}
