package linecsv

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
)

// ids are the ids of a file with their lines, kept in blocks of bytes. One greater
// than all before it stands there for the first time: it is only kept. Others are
// looked for in a table, which is made when the first such comes; who is asked about
// is compared byte by byte, so that no two ids are taken for one.
type ids struct {
	seed     maphash.Seed
	blocks   [][]byte // of idBlock bytes, the last of which is being filled
	count    int
	greatest []byte
	table    []uint64 // the upper half of an id's hash, and 1 + where it is kept; 0: free
	entered  int      // how many are in the table
	next     uint32   // where the next to be entered is kept
}

const (
	idBlock  = 1 << 20
	idHeader = 6 // the line in four bytes and the id's length in two
)

// add keeps the id of a line, unless an earlier line has it.
func (s *ids) add(id []byte, line int) (first int, twice bool) {
	greater := len(id) > len(s.greatest)
	if len(id) == len(s.greatest) {
		greater = bytes.Compare(id, s.greatest) > 0
	}
	if !greater {
		if first, twice = s.find(id); twice {
			return first, true
		}
	}
	if kept := s.keep(id, line); greater {
		s.greatest = kept
	}
	return 0, false
}

// keep writes the id down.
func (s *ids) keep(id []byte, line int) []byte {
	last := len(s.blocks) - 1
	if last < 0 || len(s.blocks[last])+idHeader+len(id) > idBlock {
		s.blocks = append(s.blocks, make([]byte, 0, idBlock))
		last++
	}
	b := binary.LittleEndian.AppendUint32(s.blocks[last], uint32(line))
	b = append(binary.LittleEndian.AppendUint16(b, uint16(len(id))), id...)
	s.blocks[last] = b
	s.count++
	return b[len(b)-len(id):]
}

// at is the id and the line that are kept at a place, and the place after them.
func (s *ids) at(place uint32) (id []byte, line int, after uint32) {
	b := s.blocks[place/idBlock][place%idBlock:]
	end := idHeader + uint32(binary.LittleEndian.Uint16(b[4:]))
	return b[idHeader:end], int(binary.LittleEndian.Uint32(b)), place + end
}

// find looks for an id among all that are kept.
func (s *ids) find(id []byte) (line int, found bool) {
	if s.count*4 > len(s.table)*3 {
		if s.table == nil {
			s.seed = maphash.MakeSeed()
		}
		size := 1 << 10
		for s.count*2 > size {
			size *= 2
		}
		s.table, s.entered, s.next = make([]uint64, size), 0, 0
	}
	for s.entered < s.count {
		if n := s.next / idBlock; int(s.next%idBlock) == len(s.blocks[n]) {
			s.next = (n + 1) * idBlock
		}
		kept, _, after := s.at(s.next)
		slot, _, _ := s.slot(kept)
		s.table[slot] = maphash.Bytes(s.seed, kept)>>32<<32 | uint64(s.next+1)
		s.entered++
		s.next = after
	}
	_, line, found = s.slot(id)
	return line, found
}

// slot is where the table has an id, or would have it.
func (s *ids) slot(id []byte) (slot uint64, line int, found bool) {
	hash, mask := maphash.Bytes(s.seed, id), uint64(len(s.table)-1)
	for slot = hash & mask; s.table[slot] != 0; slot = (slot + 1) & mask {
		if entry := s.table[slot]; entry>>32 == hash>>32 {
			if kept, line, _ := s.at(uint32(entry) - 1); bytes.Equal(kept, id) {
				return slot, line, true
			}
		}
	}
	return slot, 0, false
}
