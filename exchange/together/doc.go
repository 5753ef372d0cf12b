// Package together follows which lines of a file belong together, where those of one
// group stand together and are used all or none.
//
// A Set is told of every line in its order, of which group it is or that it does not
// say so, and says which groups are not whole: one with a line that cannot be used, one
// whose lines stand apart, and one beside a line that does not say whose it is, since
// that line may be one of its own. Such a line is beside the group before it and the
// group after it; an empty line is nothing.
//
// Kept keeps the rows of the groups in a few large pieces.
//
// The package knows no fields but the id of a group, and no faults; the formats say what a
// group is and tell what is wrong.
package together
