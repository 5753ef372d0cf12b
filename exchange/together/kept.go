package together

// Kept is rows by the number of their group. The zero value has none.
type Kept[R any] struct {
	piece  []R // that is being filled; the rows of the group told of last are its last
	groups [][]R
}

const pieceRows = 4096

// Add keeps a row. The rows of a group are added one after the other.
func (k *Kept[R]) Add(group int, row *R) {
	for len(k.groups) <= group {
		k.groups = append(k.groups, nil)
	}
	before := k.groups[group]
	if len(k.piece) == cap(k.piece) { // the group goes on in another piece, wholly
		k.piece = append(make([]R, 0, pieceRows+2*len(before)), before...)
	}
	from := len(k.piece) - len(before)
	k.piece = append(k.piece, *row)
	k.groups[group] = k.piece[from:len(k.piece):len(k.piece)]
}

// Group is the rows of the group that were added, in their order, and right as long as they
// are kept.
func (k *Kept[R]) Group(group int) []R {
	if group >= len(k.groups) {
		return nil
	}
	return k.groups[group]
}

// Whole is the rows of each group that is whole, in the order of the groups.
func (k *Kept[R]) Whole(s *Set) [][]R {
	var all [][]R
	if n := s.Len(); n > 0 {
		all = make([][]R, 0, n)
	}
	for n := range s.Len() {
		if rows := k.Group(n); s.Whole(n) && len(rows) > 0 {
			all = append(all, rows)
		}
	}
	return all
}
