//! .npz archives by member.
