//! Failures of an analysis.

use super::{Blame, Failure, Origin, failures};

failures! { Engine:
    INTERRUPTED Run "interrupted":
        "The run was stopped before its end."
        "Somebody cancelled it."
        "Run again when you like; the files are still loaded."
    INVALID_OPTION Input "invalid_option":
        "An option has a value that it cannot have."
        "The value is outside its range, or of another kind."
        "Change it to a value that the message names."
    UNKNOWN_OPTION Input "unknown_option":
        "There is no option of that name."
        "The name is misspelt, or stands in the wrong place."
        "Take one of the names that the message lists."
    TOO_MANY_CODES Input "too_many_codes":
        "More codes were asked for than there are samples."
        "K is larger than n."
        "Choose fewer codes; several samples per code are needed for an estimate."
    CONSTANT_DATA Input "constant_data":
        "All samples of an input are equal, so that it carries no information."
        "The wrong array was exported, the model did not vary, or only rounding differs once samples are \
        prepared."
        "Check that the right array was exported, and that the model really varied."
    MAGNITUDE Input "magnitude":
        "Values are too large or too small for single precision."
        "Their squares, which distances need, overflow or vanish."
        "Divide all values by one constant, or leave L2 normalisation on."
    ONLY_RARE_VALUES Input "only_rare_values":
        "Y has thousands of values, and every one of them is rare."
        "Answers are free text that was not normalised, or Y is a column of names or ids."
        "Give Y as fewer classes: normalise the answers, group them, or choose another column."
    SINGLE_LABEL Input "single_label":
        "Every sample of Y has the same label, so that there is nothing to explain."
        "The target was exported for one class only, or from the wrong column."
        "Choose a target that takes two values or more."
    ROW_COUNT_MISMATCH Input "row_count_mismatch":
        "The inputs do not have the same number of samples."
        "They were exported from different lists of samples, or one of them is not whole or transposed."
        "Export the files from the same list of samples, in the same order, with a row for each sample."
    STRATA_NOT_LABELS Input "strata_not_labels":
        "The strata Z are numbers that are not labels."
        "Z has fractions or several columns."
        "Give one group for each sample, cut into a few values."
    MALFORMED Input "malformed":
        "Something that was given does not have its form."
        "A field is missing or of another type, or a shared analysis was changed."
        "Check the names and values of options and fields."
    UNKNOWN_TASK Run "unknown_task":
        "A task was completed that is not running."
        "The tasks of an analysis were handed out or completed twice; this is a defect."
        "Run again; if it happens again, please report it."
    INPUT_NOT_LOADED Run "input_not_loaded":
        "A task needs an input that is not loaded."
        "An input was let go while it was needed; this is a defect."
        "Load x1, x2 and y first."
    UNFINISHED Run "unfinished":
        "The report was asked for before the analysis was done."
        "Tasks are still running."
        "Complete the tasks first."
    OUT_OF_MEMORY Run "out_of_memory":
        "More memory would be needed than there is."
        "The samples, the codes or the table of their counts are too large for this machine or tab."
        "Use fewer samples or codes, reduce the features by PCA before saving, or let a sample be kept \
        (budget_bytes)."
    EMPTY_TABLE Input "empty_table":
        "A table holds no mass."
        "It has no rows, or all its counts are 0."
        "Give at least one cell with a positive mass."
    CELL_OUT_OF_RANGE Input "cell_out_of_range":
        "A cell lies outside its table."
        "A symbol is not below the number of symbols."
        "Check the symbols, or the sizes of the table."
    INVALID_MASS Input "invalid_mass":
        "A cell has a mass or count that none can have."
        "It is negative, not finite, or larger than can be counted."
        "Correct or leave out that cell."
    UNORDERED_CELLS Input "unordered_cells":
        "Cells of a table of counts are out of order, or one is given twice."
        "The counts of a shared analysis were changed."
        "Sort the cells by x1, then x2, then y."
    INCONSISTENT_MARGINALS Input "inconsistent_marginals":
        "P(x1, y) and P(x2, y) are not marginals of one distribution."
        "They were estimated from different samples."
        "Take both from the same table."
}
