//! What a pickle makes: plain values, and the few kinds of object that arrays consist of.
//!
//! Objects live in one list and name each other by place, so that what refers to itself does no harm.
//! Their number is bounded by the bytes of the pickle.

use std::ops::Range;

use crate::error::{FileFault, Pickled, Result};
use crate::read::array::{Dtype, Layout};

/// Place of an object.
pub(super) type Id = u32;

/// Objects that a pickle may always make.
const FEW: u64 = 12_000;
/// Bytes of a pickle for each further one.
const BYTES: u64 = 40;
/// Axes of an array at most.
const AXES: usize = 8;

/// One object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    /// None, a float, or whatever else no array needs.
    Other,
    Bool(bool),
    Int(i64),
    Text(Box<str>),
    /// Bytes that stay in the file.
    Bytes(Range<u64>),
    Tuple(Box<[Id]>),
    List(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    /// A function or class that may be named.
    Global(Global),
    /// A stretch of a torch archive: type and key.
    Storage(Dtype, Id),
    /// NumPy's description of a type, and whether its bytes are swapped.
    Dtype {
        descr: Id,
        big_endian: bool,
    },
    /// An array that is being put together.
    Empty,
    Array(Box<Array>),
}

/// An array and where its items lie.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Array {
    pub(in crate::read) layout: Layout,
    pub(in crate::read) place: Place,
}

/// Where the items of an array lie.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) enum Place {
    /// In the pickle's file.
    File(Range<u64>),
    /// In a storage of a torch archive, so many items from its beginning.
    Storage { key: String, skip: u64 },
    /// In a storage, but not in a row: it cannot be read, the others can.
    Scattered,
}

/// What may be named and called; nothing else is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Global {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    Storage(Dtype),
    Reconstruct,
    FromBuffer,
    NdArray,
    NumpyDtype,
}

impl Global {
    /// The one of this module and name.
    pub(super) fn named(module: &str, name: &str) -> Result<Self> {
        Ok(match (module, name) {
            ("collections", "OrderedDict") => Self::OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2") => Self::RebuildTensor,
            ("torch._utils", "_rebuild_parameter") => Self::RebuildParameter,
            ("torch", storage) => Self::Storage(storage_type(storage).ok_or_else(|| refused(module, name))?),
            ("numpy.core.multiarray" | "numpy._core.multiarray", "_reconstruct") => Self::Reconstruct,
            ("numpy.core.numeric" | "numpy._core.numeric", "_frombuffer") => Self::FromBuffer,
            ("numpy", "ndarray") => Self::NdArray,
            ("numpy", "dtype") => Self::NumpyDtype,
            _ => return Err(refused(module, name)),
        })
    }
}

fn storage_type(name: &str) -> Option<Dtype> {
    Some(match name {
        "BoolStorage" => Dtype::Bool,
        "CharStorage" => Dtype::Int(1),
        "ShortStorage" => Dtype::Int(2),
        "IntStorage" => Dtype::Int(4),
        "LongStorage" => Dtype::Int(8),
        "ByteStorage" => Dtype::Uint(1),
        "HalfStorage" => Dtype::F16,
        "BFloat16Storage" => Dtype::Bf16,
        "FloatStorage" => Dtype::F32,
        "DoubleStorage" => Dtype::F64,
        _ => return None,
    })
}

/// Holds the number of things that `read` bytes of a pickle may make.
pub(super) fn within(count: usize, read: u64) -> Result<()> {
    if (count as u64) < FEW + read / BYTES {
        return Ok(());
    }
    Err(damaged("it holds more objects than arrays need"))
}

/// The error about something that a pickle would have to run.
fn refused(module: &str, name: &str) -> crate::error::Error {
    let shown: String = format!("{module}.{name}").chars().take(80).collect();
    let holds = match (module, name) {
        (module, _) if module == "pandas" || module.starts_with("pandas.") => Pickled::Frame,
        (module, _) if module.starts_with("torch.nn.") || module == "__main__" => Pickled::Model,
        ("torch._utils", "_rebuild_sparse_tensor") => Pickled::Sparse,
        _ => Pickled::Other,
    };
    FileFault::Pickle { what: format!("it needs {}", shown.escape_debug()), holds }.into()
}

/// The error about a pickle that does not go on as it began.
pub(super) fn damaged(what: &str) -> crate::error::Error {
    FileFault::Pickle { what: what.into(), holds: Pickled::Other }.into()
}

/// Refuses a tensor whose items cannot be read one after the other.
pub(in crate::read) fn scattered() -> crate::error::Error {
    damaged("a tensor's items do not lie in a row; save it after .contiguous()")
}

/// What a call gives.
pub(super) enum Called {
    Known(Id),
    New(Object),
}

/// All objects.
#[derive(Debug, Default)]
pub(super) struct Objects {
    all: Vec<Object>,
}

impl Objects {
    /// One more, of a pickle of which `read` bytes have been read.
    pub(super) fn add(&mut self, object: Object, read: u64) -> Result<Id> {
        within(self.all.len(), read)?;
        self.all.push(object);
        Ok(self.all.len() as Id - 1)
    }

    pub(super) fn get(&self, id: Id) -> &Object {
        &self.all[id as usize]
    }

    pub(super) fn get_mut(&mut self, id: Id) -> &mut Object {
        &mut self.all[id as usize]
    }

    pub(super) fn text(&self, id: Id) -> Result<&str> {
        match self.get(id) {
            Object::Text(text) => Ok(text),
            _ => Err(damaged("text was expected")),
        }
    }

    pub(super) fn tuple(&self, id: Id) -> Result<&[Id]> {
        match self.get(id) {
            Object::Tuple(items) => Ok(items),
            _ => Err(damaged("a tuple was expected")),
        }
    }

    fn number(&self, id: Id) -> Result<u64> {
        match self.get(id) {
            Object::Int(number) => u64::try_from(*number).map_err(|_| damaged("a size is negative")),
            _ => Err(damaged("a whole number was expected")),
        }
    }

    fn numbers(&self, id: Id) -> Result<Vec<u64>> {
        let items = self.tuple(id)?;
        if items.len() > AXES {
            return Err(damaged("an array has more than 8 axes"));
        }
        items.iter().map(|item| self.number(*item)).collect()
    }

    /// What calling `function` with `arguments` gives: an object there is, or a new one.
    pub(super) fn call(&self, function: Id, arguments: Id) -> Result<Called> {
        if let (Object::Global(Global::RebuildParameter), [tensor, ..]) =
            (self.get(function), self.tuple(arguments)?)
        {
            return Ok(Called::Known(*tensor));
        }
        self.make(function, arguments).map(Called::New)
    }

    fn make(&self, function: Id, arguments: Id) -> Result<Object> {
        let Object::Global(function) = *self.get(function) else {
            return Err(damaged("something is called that is no function"));
        };
        let arguments = self.tuple(arguments)?;
        match (function, arguments) {
            (Global::OrderedDict, []) => Ok(Object::Dict(vec![])),
            (Global::RebuildTensor, [storage, offset, shape, stride, ..]) => {
                self.tensor(*storage, *offset, *shape, *stride)
            }
            (Global::Reconstruct, _) => Ok(Object::Empty),
            (Global::NumpyDtype, [descr, ..]) => Ok(Object::Dtype { descr: *descr, big_endian: false }),
            (Global::FromBuffer, [bytes, dtype, shape, order]) => {
                let fortran = self.text(*order)? == "F";
                self.array(*shape, *dtype, fortran, *bytes)
            }
            _ => Err(damaged("a function is called in an unknown way")),
        }
    }

    /// What `object` is once it was given `state`.
    pub(super) fn build(&self, object: Id, state: Id) -> Result<Object> {
        match (self.get(object), self.get(state)) {
            (Object::Empty, Object::Tuple(state)) => match state[..] {
                [_, shape, dtype, fortran, bytes] => {
                    self.array(shape, dtype, *self.get(fortran) == Object::Bool(true), bytes)
                }
                _ => Err(damaged("an array's state is another than NumPy writes")),
            },
            (Object::Dtype { descr, .. }, Object::Tuple(state)) => {
                let big_endian = matches!(state.get(1), Some(order) if self.text(*order) == Ok(">"));
                Ok(Object::Dtype { descr: *descr, big_endian })
            }
            // Notes of torch on a state_dict.
            (Object::Dict(items), _) => Ok(Object::Dict(items.clone())),
            _ => Err(damaged("something is given a state that is no array")),
        }
    }

    fn array(&self, shape: Id, dtype: Id, fortran: bool, bytes: Id) -> Result<Object> {
        if matches!(self.get(bytes), Object::List(_)) {
            return Err(damaged("an array holds another kind of thing than numbers"));
        }
        let (Object::Dtype { descr, big_endian }, Object::Bytes(place)) = (self.get(dtype), self.get(bytes))
        else {
            return Err(damaged(
                "an array's bytes are written in a way of protocol 2; save with protocol 4 or 5",
            ));
        };
        let (dtype, _) = Dtype::from_numpy(self.text(*descr)?)?;
        let layout = Layout { dtype, big_endian: *big_endian, fortran, shape: self.numbers(shape)? };
        Ok(Object::Array(Box::new(Array { layout, place: Place::File(place.clone()) })))
    }

    fn tensor(&self, storage: Id, offset: Id, shape: Id, stride: Id) -> Result<Object> {
        let Object::Storage(dtype, key) = *self.get(storage) else {
            return Err(damaged("a tensor has no storage"));
        };
        let (shape, stride) = (self.numbers(shape)?, self.numbers(stride)?);
        let (fortran, place) = match in_order(&shape, &stride) {
            Some(fortran) => {
                (fortran, Place::Storage { key: self.text(key)?.into(), skip: self.number(offset)? })
            }
            None => (false, Place::Scattered),
        };
        let layout = Layout { dtype, big_endian: false, fortran, shape };
        Ok(Object::Array(Box::new(Array { layout, place })))
    }
}

/// Whether the items of a tensor lie first axis fastest; none if they lie neither so nor last axis fastest.
fn in_order(shape: &[u64], stride: &[u64]) -> Option<bool> {
    let fits = |axes: &mut dyn Iterator<Item = usize>| {
        let mut step = 1_u64;
        axes.filter(|axis| shape[*axis] != 1).all(|axis| {
            let fits = stride.get(axis) == Some(&step);
            step = step.saturating_mul(shape[axis]);
            fits
        })
    };
    if fits(&mut (0..shape.len()).rev()) {
        return Some(false);
    }
    fits(&mut (0..shape.len())).then_some(true)
}
