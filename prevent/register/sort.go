package register

import "math/bits"

// SortKeys sorts keys by what stands above their low bits, and with them what belongs to
// each (nil: nothing). It returns the sorted keys, which may stand in other room; what
// belongs to them is sorted in its place. Equal keys keep their order.
//
// Many keys are first divided by the highest digit in which any of them differ, so that
// each part and its spare room fit in a processor's own memory; a part is then sorted by
// counting digits, the lowest first. The time grows with the keys and the bits in which
// they differ, not with the order they stand in.
func SortKeys(keys []uint64, with []uint32, low int) []uint64 {
	if len(keys) < 2 {
		return keys
	}
	s := sorting{keys, with, make([]uint64, len(keys)), make([]uint32, len(with)), low}
	high := s.high(0, len(keys))
	if len(keys) <= partMost || high-low <= mostDigit {
		s.part(0, len(keys), high)
		return s.keys
	}
	s.divide(high)
	return s.keys
}

const (
	mostDigit = 11      // bits of a digit: its counts fit in a processor's first memory
	partMost  = 1 << 15 // keys that are sorted without being divided
	fewest    = 24      // keys that are put in their places one by one
)

// sorting is keys with what belongs to them, and as much room to move them to.
type sorting struct {
	keys  []uint64
	with  []uint32
	spare []uint64
	other []uint32
	low   int
}

// high is above the highest bit in which any of the keys differ; low or less when none do.
func (s *sorting) high(from, to int) int {
	first, differ := s.keys[from], uint64(0)
	for _, k := range s.keys[from:to] {
		differ |= k ^ first
	}
	return bits.Len64(differ)
}

// divide moves the keys to parts by their highest digit, and sorts each part.
func (s *sorting) divide(high int) {
	shift := high - mostDigit
	var ends [1 << mostDigit]int // where the next key of each part goes; at last where it ends
	s.move(0, len(s.keys), shift, mostDigit, ends[:])
	s.keys, s.spare = s.spare, s.keys
	if len(s.with) > 0 {
		copy(s.with, s.other)
	}
	from := 0
	for _, to := range ends {
		if to-from > 1 {
			s.part(from, to, shift)
		}
		from = to
	}
}

// move puts keys from one place up to another in the spare room, in order of a digit.
func (s *sorting) move(from, to, shift, width int, at []int) {
	mask := uint64(len(at) - 1)
	keys := s.keys[from:to]
	for _, k := range keys {
		at[k>>shift&mask]++
	}
	sum := from
	for i, n := range at {
		at[i], sum = sum, sum+n
	}
	spare := s.spare
	if len(s.with) == 0 {
		for _, k := range keys {
			d := k >> shift & mask
			spare[at[d]] = k
			at[d]++
		}
		return
	}
	with, other := s.with[from:to], s.other
	for i, k := range keys {
		d := k >> shift & mask
		spare[at[d]], other[at[d]] = k, with[i]
		at[d]++
	}
}

// part sorts the keys from one place up to another, which are alike from high on.
func (s *sorting) part(from, to, high int) {
	if to-from <= fewest {
		s.few(from, to)
		return
	}
	whole := *s
	var counts [1 << mostDigit]int
	passes := 0
	width := min(mostDigit, max(4, bits.Len(uint(to-from))-2))
	for shift := s.low; shift < high; shift += width {
		at := counts[:1<<width]
		clear(at)
		s.move(from, to, shift, width, at)
		s.keys, s.spare = s.spare, s.keys
		s.with, s.other = s.other, s.with
		passes++
	}
	if passes%2 == 1 {
		copy(s.spare[from:to], s.keys[from:to])
		if len(s.with) > 0 {
			copy(s.other[from:to], s.with[from:to])
		}
	}
	*s = whole
}

// few puts keys in their places one by one.
func (s *sorting) few(from, to int) {
	for i := from + 1; i < to; i++ {
		k, j := s.keys[i], i
		var w uint32
		if len(s.with) > 0 {
			w = s.with[i]
		}
		for ; j > from && s.keys[j-1]>>s.low > k>>s.low; j-- {
			s.keys[j] = s.keys[j-1]
			if len(s.with) > 0 {
				s.with[j] = s.with[j-1]
			}
		}
		if s.keys[j] = k; len(s.with) > 0 {
			s.with[j] = w
		}
	}
}
