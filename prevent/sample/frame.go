package sample

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"balans/law/money"
)

// Frame takes in the population, each item once and in any order, and keeps those that
// may be drawn. It needs room for the sample when sizes are given, otherwise for the
// whole size in each stratum, however large the population is. A Frame is for one
// goroutine.
type Frame struct {
	plan   Plan
	lot    lot
	strata map[string]*pile
	last   *pile // items of a stratum often come one after another
	paid   money.Amount
	digest digest
	buf    []byte
	fault  error // the first, which the frame keeps
}

// pile is a stratum as it is taken in: its sums, and the items with the smallest keys.
type pile struct {
	name          string
	items         int64
	paid, largest money.Amount
	most          int
	kept          []candidate // a heap with the largest key first
	twice         bool        // an id that may be drawn stands twice
}

type candidate struct {
	key  key
	id   string
	paid money.Amount
}

// NewFrame begins a draw. The error says what of the plan cannot be.
func NewFrame(p Plan) (*Frame, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	return &Frame{plan: Plan{p.Seed, p.Design.clone()}, lot: lotOf(p.Seed), strata: map[string]*pile{}}, nil
}

// Add takes in an item. The error tells its place in the population, counted from 1, and
// what of it cannot be; the frame keeps the first error, and gives it again.
func (f *Frame) Add(it Item) error {
	if f.fault == nil {
		f.fault = f.add(&it)
	}
	return f.fault
}

func (f *Frame) add(it *Item) error {
	err := it.check()
	if err == nil && it.Paid > mostPaid-f.paid {
		err = fmt.Errorf("the population would be above %s: %w", mostPaid, money.ErrOverflow)
	}
	var p *pile
	if err == nil {
		p, err = f.pile(it.Stratum)
	}
	if err != nil {
		return fmt.Errorf("sample: item %d of the population, stratum %q: %w", f.digest.count+1, it.Stratum, err)
	}
	f.paid += it.Paid
	p.items, p.paid, p.largest = p.items+1, p.paid+it.Paid, max(p.largest, it.Paid)
	f.buf = f.digest.add(it, f.buf)
	var k key
	k, f.buf = f.lot.key(it.ID, f.buf)
	p.offer(k, it)
	return nil
}

func (f *Frame) pile(stratum string) (*pile, error) {
	if f.last != nil && f.last.name == stratum {
		return f.last, nil
	}
	p := f.strata[stratum]
	if p == nil {
		most, ok := f.plan.Size, true
		if f.plan.Allocation == Given {
			most, ok = f.plan.Sizes[stratum]
		}
		if !ok {
			return nil, errors.New("the plan has no size for it")
		}
		p = &pile{name: strings.Clone(stratum), most: most}
		f.strata[p.name] = p
	}
	f.last = p
	return p, nil
}

// offer keeps the item when its key is among the smallest. An id that stands twice has
// the same key twice, and whenever one of the two is kept at the end this has been seen.
func (p *pile) offer(k key, it *Item) {
	if len(p.kept) < p.most {
		p.kept = append(p.kept, candidate{k, strings.Clone(it.ID), it.Paid})
		p.up(len(p.kept) - 1)
		return
	}
	switch top := p.kept[0].key; k.compare(top) {
	case 1:
	case 0:
		p.twice = true
	default:
		p.kept[0] = candidate{k, strings.Clone(it.ID), it.Paid}
		p.down(0)
		p.twice = p.twice || p.kept[0].key == top
	}
}

func (p *pile) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if p.kept[i].key.compare(p.kept[parent].key) <= 0 {
			return
		}
		p.kept[i], p.kept[parent] = p.kept[parent], p.kept[i]
		i = parent
	}
}

func (p *pile) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(p.kept) {
			return
		}
		if child+1 < len(p.kept) && p.kept[child+1].key.compare(p.kept[child].key) > 0 {
			child++
		}
		if p.kept[i].key.compare(p.kept[child].key) >= 0 {
			return
		}
		p.kept[i], p.kept[child] = p.kept[child], p.kept[i]
		i = child
	}
}

// Draw draws the sample; the frame is used up. The error is a design that does not suit
// the population, or an id that stands twice among those that may be drawn: others are
// not seen, but where some stand twice the drawn ones show it.
func (f *Frame) Draw() (*Draw, error) {
	if f.fault != nil {
		return nil, f.fault
	}
	d := &Draw{plan: f.plan, digest: f.digest.text()}
	for _, p := range f.strata {
		slices.SortFunc(p.kept, func(a, b candidate) int { return a.key.compare(b.key) })
		s := Stratum{Name: p.name, Items: p.items, Paid: p.paid, Largest: p.largest}
		for i, c := range p.kept {
			p.twice = p.twice || i > 0 && c.key == p.kept[i-1].key
			s.Drawn = append(s.Drawn, Drawn{c.id, c.paid})
		}
		if p.twice {
			return nil, fmt.Errorf("sample: an id stands twice in the stratum %s; each payout is to be in the population once", p.name)
		}
		d.strata = append(d.strata, s)
	}
	slices.SortFunc(d.strata, func(a, b Stratum) int { return cmp.Compare(a.Name, b.Name) })
	sizes, err := f.plan.Allocate(d.counts())
	if err != nil {
		return nil, err
	}
	for i, n := range sizes {
		d.strata[i].Drawn = slices.Clip(d.strata[i].Drawn[:n])
	}
	*f = Frame{fault: errors.New("sample: the frame is drawn from already")}
	if err := d.index(); err != nil {
		return nil, err
	}
	return d, nil
}

// Take draws a sample from a population: NewFrame, Add for each item, and Draw.
func Take(p Plan, population iter.Seq[Item]) (*Draw, error) {
	f, err := NewFrame(p)
	if err != nil {
		return nil, err
	}
	for it := range population {
		if err := f.Add(it); err != nil {
			return nil, err
		}
	}
	return f.Draw()
}
