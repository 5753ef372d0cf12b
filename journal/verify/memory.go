package verify

import "math/bits"

// Tens of millions of streams and keys are remembered by hash, in open-addressed
// tables without pointers. The hashes have a random seed, so nobody can prepare
// two names that meet. There are many small tables, so that growing one does not
// need room for all twice.
const shards = 256

// streamState is what is known of one stream. Two names share 96 bits of hash
// with a probability of 10^-14 among 30 million streams.
type streamState struct {
	h       uint64
	h2      uint32
	version int32 // 0: the slot is free
	party   int64
}

type streamTable [shards]struct {
	slots []streamState
	used  int
}

// find returns the stream's state, with version 0 when it is new. The caller
// must set the version before the next call.
func (t *streamTable) find(h uint64, h2 uint32) *streamState {
	s := &t[h%shards]
	if s.used >= fill(len(s.slots)) {
		old := s.slots
		s.slots = make([]streamState, grown(len(old)))
		for i := range old {
			if old[i].version != 0 {
				*slotOf(s.slots, old[i].h, old[i].h2) = old[i]
			}
		}
	}
	slot := slotOf(s.slots, h, h2)
	if slot.version == 0 {
		slot.h, slot.h2 = h, h2
		s.used++
	}
	return slot
}

func slotOf(slots []streamState, h uint64, h2 uint32) *streamState {
	i := start(h, len(slots))
	for {
		s := &slots[i]
		if s.version == 0 || s.h == h && s.h2 == h2 {
			return s
		}
		if i++; i == len(slots) {
			i = 0
		}
	}
}

// keySet is a set of 64-bit hashes. Two different keys may meet; what it finds
// is looked up in the database before it is reported.
type keySet [shards]struct {
	slots []uint64 // 0: free
	used  int
}

// add reports whether h was new.
func (t *keySet) add(h uint64) bool {
	if h == 0 {
		h = 1
	}
	s := &t[h%shards]
	if s.used >= fill(len(s.slots)) {
		old := s.slots
		s.slots = make([]uint64, grown(len(old)))
		for _, v := range old {
			if v != 0 {
				put(s.slots, v)
			}
		}
	}
	if !put(s.slots, h) {
		return false
	}
	s.used++
	return true
}

func put(slots []uint64, h uint64) bool {
	i := start(h, len(slots))
	for slots[i] != 0 {
		if slots[i] == h {
			return false
		}
		if i++; i == len(slots) {
			i = 0
		}
	}
	slots[i] = h
	return true
}

// start is where to look first: the high bits of h, since its low bits chose the table.
func start(h uint64, slots int) int {
	hi, _ := bits.Mul64(h, uint64(slots))
	return int(hi)
}

func fill(slots int) int  { return slots / 8 * 7 }
func grown(slots int) int { return max(32, slots/2*3) &^ 7 }
