//! Failures of reading a file.

use super::{Blame, Failure, Origin, failures};

failures! { File:
    UNKNOWN_FORMAT Input "unknown_format":
        "Neither the first bytes nor the name of the file are of a known format."
        "The file is of another program, or was renamed."
        "Save the array with numpy.save."
    FOREIGN_FORMAT Input "foreign_format":
        "The file is of a known kind that is not read here."
        "It is of another program, or is a page or a pointer that was saved in place of the file."
        "Convert it where it was made, or download the file itself."
    NOT_NPY Input "not_npy":
        "A file is named .npy, but does not begin as one."
        "It is of another format, or was changed on its way."
        "Save the array with numpy.save."
    UNKNOWN_VERSION Input "unknown_version":
        "The file is of a version of .npy that is not known."
        "Versions 1, 2 and 3 exist; its header is damaged."
        "Save the array with numpy.save."
    TRUNCATED Input "truncated":
        "The file ends before its data do."
        "It was not copied or downloaded to its end, or is still being written."
        "Copy or download the file again; it is not whole."
    TRAILING_BYTES Input "trailing_bytes":
        "The file is longer than its header says."
        "Two files were joined, or the header was changed."
        "Save the array again with numpy.save."
    HEADER_TOO_LONG Input "header_too_long":
        "The header of the file is longer than any honest one."
        "The file is damaged, or has very many arrays."
        "Save the array again with numpy.save."
    MALFORMED_HEADER Input "malformed_header":
        "The header of the file cannot be understood."
        "The file is damaged, or was not written by NumPy or safetensors."
        "Save the array again with numpy.save."
    OBJECT_DTYPE Input "object_dtype":
        "The file holds Python objects instead of numbers."
        "Rows of unequal length, or text of NumPy's type object, were saved."
        "Save rows of equal length as numbers: numpy.save(path, numpy.stack(rows).astype(\"float32\"))."
    UNSUPPORTED_DTYPE Input "unsupported_dtype":
        "The items are of a type that is neither number nor label."
        "Complex numbers, times and records are not read."
        "Convert it first: array.astype(\"float32\") for embeddings, integers for labels."
    SHAPE_OVERFLOW Input "shape_overflow":
        "The file says that it is larger than any memory."
        "Its header is damaged."
        "Check the file; its header is damaged."
    EMPTY Input "empty":
        "The file holds no samples, or samples without features."
        "Nothing was selected when it was saved."
        "Save an array of shape (samples,) or (samples, features)."
    SCALAR Input "scalar":
        "The file holds one number instead of samples."
        "A mean or a loss was saved instead of the array."
        "Save an array of shape (samples,) or (samples, features)."
    THREE_DIMENSIONS Input "three_dimensions":
        "The array has three dimensions, and it was not said which two are meant."
        "It is a stack of layers, or has every token."
        "Choose one: a layer (layers x samples x features), or mean or last token (samples x tokens x \
        features)."
    TOO_MANY_DIMENSIONS Input "too_many_dimensions":
        "The array has four dimensions or more."
        "Layers and tokens were saved together."
        "Select or average until samples x features remain, then save again."
    NO_SUCH_LAYER Input "no_such_layer":
        "The chosen layer is not there."
        "Layers are counted from 0."
        "Choose one of its layers."
    NON_FINITE Input "non_finite":
        "Samples have NaN or infinity."
        "The model overflowed in half precision, or a mean was taken over nothing."
        "Correct these rows, or choose to drop them; they are then dropped from every input."
    PICKLE Input "pickle":
        "The file is a pickle of more than plain arrays, which would have to be run."
        "torch.save and pickle write programs; those that make plain tensors and arrays are read, nothing is \
        run."
        "Convert it where it was made: numpy.save(path, tensor.float().numpy())."
    CHOOSE_MEMBER Input "choose_member":
        "The file holds several arrays or columns, and none was chosen."
        "Nothing tells which of them is meant."
        "Choose one of them."
    CHOOSE_COLUMN Input "choose_column":
        "The table has several columns, and none was chosen."
        "Nothing tells which of them is meant; the last is never taken because it is the last."
        "Name one for each table that has several (column; --column A,B,C)."
    ENCODING Input "encoding":
        "The text is not UTF-8."
        "It was saved by another table of characters, such as Latin-1; two labels could become one."
        "Save it as UTF-8."
    NO_SUCH_MEMBER Input "no_such_member":
        "The chosen array or column is not there."
        "Its name is spelt otherwise in the file."
        "Choose one of them."
    BAD_ARCHIVE Input "bad_archive":
        "The archive cannot be opened."
        "It is damaged, encrypted, or packed by a method that NumPy does not use."
        "Copy or download it again; if that does not help, save it again with numpy.savez or torch.save."
    BAD_TABLE Input "bad_table":
        "A line of the table cannot be read."
        "It has more or fewer fields than the first line, no label, or a quotation that does not end."
        "One label per line, or records of equally many fields."
    TOO_MANY_LABELS Input "too_many_labels":
        "There are more different labels than there can be codes."
        "The column holds measurements, or identifies samples."
        "If these are measurements, save them as float32: then they are clustered or cut into bins. \
         If they are answers or names, give those with few samples one label, such as \"other\", before \
         (of fewer labels y_least merges the rare). If they identify samples, they are not a target."
    FORTRAN_STREAM Input "fortran_stream":
        "The file is in Fortran order and too large to hold; it cannot be coded row by row."
        "Its columns come one after the other, and a sample is whole only at the end."
        "Save it again with numpy.save(path, numpy.ascontiguousarray(array))."
}
