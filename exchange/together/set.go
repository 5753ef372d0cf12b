package together

import (
	"bytes"
	"errors"
	"hash/maphash"
	"slices"

	"balans/exchange/rows"
)

// Place is how a line stands to the lines of its group.
type Place uint8

// The places.
const (
	First Place = iota // of the group
	Next               // after another of the group, with none of another between
	Apart              // from the others of the group: the group is not whole
)

// SetAside is a group that is not whole, or lines that do not say whose they are.
type SetAside struct {
	Line int    // where the group begins, or the first of the lines
	ID   string // of the group; empty of lines that do not say whose they are
}

// Set is the groups of a file, told of line by line. The zero value is that of a file
// whose header has been read.
type Set struct {
	groups  []group
	block   []byte // of ids
	table   []uint64
	seed    maphash.Seed
	latest  int   // 1 + the group of the latest line that said one; 0 without
	line    int   // the latest that was told of
	lost    []int // the first line of each run of those that do not say whose they are
	unknown bool  // the latest line does not say whose it is
}

type group struct {
	id     []byte
	line   int // where it begins
	broken bool
}

const (
	blockSize = 64 << 10
	header    = 1 // the line of the header
)

// Pass tells of the lines that a scanner passed over before the line it has come to:
// one that is too long may have been of either neighbour.
func (s *Set) Pass(scan *rows.Scanner) {
	line := scan.Line()
	if before := max(s.line, header); line != before+1 {
		s.tooLong(scan, before, line)
	}
	s.line = line
}

// tooLong finds the lines between two that were refused.
func (s *Set) tooLong(scan *rows.Scanner, after, before int) {
	var bad *rows.BadLines
	if !errors.As(scan.Err(), &bad) {
		return
	}
	at := len(bad.Faults)
	for at > 0 && bad.Faults[at-1].Line > after {
		at--
	}
	for _, f := range bad.Faults[at:] {
		if f.Line < before {
			s.Lost(f.Line)
		}
	}
}

// End tells that the file is over, or reading is; of a file that was not read to its
// end the rest of the latest group may stand after it.
func (s *Set) End(scan *rows.Scanner) {
	s.tooLong(scan, max(s.line, header), int(^uint(0)>>1))
	var bad *rows.BadLines
	if errors.As(scan.Err(), &bad) && bad.More {
		s.Break()
	}
}

// Lost tells of a line that does not say whose it is.
func (s *Set) Lost(line int) {
	s.Break()
	if !s.unknown {
		s.lost = append(s.lost, line)
	}
	s.unknown = true
}

// Of tells of a line of a group. It gives the group's number, from 0, which is that of
// its first line among the first lines of all, and the line where it begins.
func (s *Set) Of(id []byte, line int) (n int, first int, place Place) {
	if s.Latest(id) {
		n, place = s.latest-1, Next
	} else {
		n, place = s.find(id, line)
	}
	if g := &s.groups[n]; s.unknown || place == Apart {
		g.broken = true
	}
	s.latest, s.unknown = n+1, false
	return n, s.groups[n].line, place
}

// Latest reports whether an id is that of the latest line that said one.
func (s *Set) Latest(id []byte) bool {
	return s.latest > 0 && bytes.Equal(s.groups[s.latest-1].id, id)
}

// Break tells that the group of the latest line that said one is not whole.
func (s *Set) Break() {
	if s.latest > 0 {
		s.groups[s.latest-1].broken = true
	}
}

// Whole reports whether all that was told of a group is well.
func (s *Set) Whole(group int) bool { return !s.groups[group].broken }

// ID is the group's, in memory that stays as it is.
func (s *Set) ID(group int) []byte { return s.groups[group].id }

// Len is how many groups there are.
func (s *Set) Len() int { return len(s.groups) }

// Aside is the groups that are not whole, and the lines that do not say whose they are,
// in the file's order.
func (s *Set) Aside() []SetAside {
	var all []SetAside
	for _, line := range s.lost {
		all = append(all, SetAside{Line: line})
	}
	for _, g := range s.groups {
		if g.broken {
			all = append(all, SetAside{g.line, string(g.id)})
		}
	}
	slices.SortFunc(all, func(a, b SetAside) int { return a.Line - b.Line })
	return all
}

// find is the group with an id, a new one when there is none.
func (s *Set) find(id []byte, line int) (n int, place Place) {
	if len(s.groups)*2 >= len(s.table) {
		s.grow()
	}
	hash := maphash.Bytes(s.seed, id) >> 32
	slot := s.slot(hash, id)
	if entry := s.table[slot]; entry != 0 {
		return int(uint32(entry)) - 1, Apart
	}
	s.groups = append(s.groups, group{id: s.keep(id), line: line})
	s.table[slot] = hash<<32 | uint64(len(s.groups))
	return len(s.groups) - 1, First
}

// slot is where the table has an id, or would have it: an entry is half the hash and 1 +
// the group. Ids of the same hash are told apart byte by byte.
func (s *Set) slot(hash uint64, id []byte) int {
	mask := len(s.table) - 1
	slot := int(hash) & mask
	for ; s.table[slot] != 0; slot = (slot + 1) & mask {
		if entry := s.table[slot]; id != nil && entry>>32 == hash && bytes.Equal(s.groups[uint32(entry)-1].id, id) {
			break
		}
	}
	return slot
}

// grow makes the table larger.
func (s *Set) grow() {
	old := s.table
	if old == nil {
		s.seed = maphash.MakeSeed()
	}
	s.table = make([]uint64, max(1<<10, 4*len(old)))
	for _, entry := range old {
		if entry != 0 {
			s.table[s.slot(entry>>32, nil)] = entry
		}
	}
}

// keep copies an id.
func (s *Set) keep(id []byte) []byte {
	if len(s.block)+len(id) > cap(s.block) {
		s.block = make([]byte, 0, max(blockSize, len(id)))
	}
	from := len(s.block)
	s.block = append(s.block, id...)
	return s.block[from:len(s.block):len(s.block)]
}
