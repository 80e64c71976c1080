//! Plain serialisable data, in bits: the schema modalens.report/1.
