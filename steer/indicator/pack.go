package indicator

// maxAsked is how many different facts the definitions may ask for together. A
// scan remembers four bytes for each combination of them.
const maxAsked = 20

// asks returns the facts that any of the conditions looks at.
func asks(conditions []condition) facts {
	var asked facts
	for _, c := range conditions {
		c.reasons(0, func(name string, _ bool) { asked |= words[name] | opposites[name] })
	}
	return asked
}

// packing moves the facts that are asked for side by side, so that a
// combination of them is a small number. It holds what each byte of the facts
// becomes.
type packing [5][256]uint32

func newPacking(asked facts) (p packing) {
	place := 0
	for bit := range 8 * len(p) {
		if asked&(1<<bit) == 0 {
			continue
		}
		for v := range 256 {
			if v&(1<<(bit%8)) != 0 {
				p[bit/8][v] |= 1 << place
			}
		}
		place++
	}
	return p
}

// of packs facts; those that nobody asks for leave no trace.
func (p *packing) of(f facts) uint32 {
	return p[0][byte(f)] | p[1][byte(f>>8)] | p[2][byte(f>>16)] | p[3][byte(f>>24)] | p[4][byte(f>>32)]
}
