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
	high := s.high()
	if len(keys) <= undivided || high-low <= partBits {
		copy(s.spare, keys)
		copy(s.other, with)
		s.part(0, len(keys), high)
	} else {
		s.divide(high)
	}
	return keys
}

const (
	partBits  = 12      // bits that keys are divided by: numbers of persons are mostly gaps
	mostDigit = 11      // bits of a digit of a part: its counts fit in a processor's first memory
	undivided = 1 << 16 // keys that are not divided
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
func (s *sorting) high() int {
	first, differ := s.keys[0], uint64(0)
	for _, k := range s.keys {
		differ |= k ^ first
	}
	return bits.Len64(differ)
}

// divide moves the keys to parts in the spare room by their highest bits, and sorts each
// part back.
func (s *sorting) divide(high int) {
	shift := high - partBits
	var ends [1 << partBits]uint32
	move(s.keys, s.spare, s.with, s.other, shift, ends[:])
	from := 0
	for _, to := range ends {
		if int(to) > from {
			s.part(from, int(to), shift)
		}
		from = int(to)
	}
}

// part sorts what stands in the spare room from one place up to another, and is alike from
// high on, into its place among the keys.
func (s *sorting) part(from, to, high int) {
	keys, spare := s.spare[from:to], s.keys[from:to]
	var with, other []uint32
	if len(s.with) > 0 {
		with, other = s.other[from:to], s.with[from:to]
	}
	passes := 0
	if len(keys) <= fewest {
		few(keys, with, s.low)
	} else {
		var at [1 << mostDigit]uint32
		width := min(mostDigit, max(4, bits.Len(uint(len(keys)))-2))
		for shift := s.low; shift < high; shift += width {
			move(keys, spare, with, other, shift, at[:1<<width])
			keys, spare, with, other = spare, keys, other, with
			passes++
		}
	}
	if passes%2 == 0 {
		copy(spare, keys)
		copy(other, with)
	}
}

// move puts keys in the spare room in order of the digit above so many bits, and what
// belongs to them in the other. at has room for each digit, and then where it ends.
func move(keys, spare []uint64, with, other []uint32, shift int, at []uint32) {
	by, mask := uint(shift)&63, uint64(len(at)-1)
	clear(at)
	for _, k := range keys {
		at[k>>by&mask]++
	}
	sum := uint32(0)
	for i, n := range at {
		at[i], sum = sum, sum+n
	}
	if len(with) == 0 {
		for _, k := range keys {
			next := &at[k>>by&mask]
			spare[*next] = k
			*next++
		}
		return
	}
	with, other = with[:len(keys)], other[:len(spare)]
	for i, k := range keys {
		next := &at[k>>by&mask]
		spare[*next], other[*next] = k, with[i]
		*next++
	}
}

// few puts keys in their places one by one.
func few(keys []uint64, with []uint32, low int) {
	for i := 1; i < len(keys); i++ {
		k, j := keys[i], i
		for ; j > 0 && keys[j-1]>>low > k>>low; j-- {
			keys[j] = keys[j-1]
		}
		keys[j] = k
		if len(with) > 0 && j < i {
			w := with[i]
			copy(with[j+1:i+1], with[j:i])
			with[j] = w
		}
	}
}
