package letterdoc

import "sort"

// shareOut gives columns their widths: what their content would like to have (natural) when there is
// room for it. Otherwise no column is wider than a limit, the highest that there is room for, but each has
// what its longest word needs (least): so the widest columns are the ones whose lines are broken. It reports
// false when the longest words do not fit beside each other; the widths are then in proportion to those
// words. The unit is the caller's.
func shareOut(least, natural []int, room int) (widths []int, fit bool) {
	widths = make([]int, len(least))
	within := func(limit int) (sum int) {
		for i := range widths {
			widths[i] = max(least[i], min(natural[i], limit))
			sum += widths[i]
		}
		return sum
	}
	if sum := within(0); sum > room {
		for i := range least {
			widths[i] = least[i] * room / sum
		}
		return widths, false
	}
	within(sort.Search(room, func(limit int) bool { return within(limit+1) > room }))
	return widths, true
}
