package sample

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"balans/law/money"
)

// Draw is a sample that was drawn: the plan, the population it was drawn from, and who
// was drawn. Only a Frame makes one, and ReadDraw reads one back; it is not changed.
type Draw struct {
	plan   Plan
	digest string
	strata []Stratum // by name
	places map[string]place
}

// place is where a drawn item stands.
type place struct{ stratum, drawn int }

// Stratum is a stratum of the population and those drawn of it.
type Stratum struct {
	Name    string       `json:"name"`
	Items   int64        `json:"items"`   // in the population
	Paid    money.Amount `json:"paid"`    // all of them together, öre
	Largest money.Amount `json:"largest"` // the largest of them, öre
	Drawn   []Drawn      `json:"drawn"`   // in the order of the draw: a smaller sample is the first of them
}

// Drawn is one drawn item.
type Drawn struct {
	ID   string       `json:"id"`
	Paid money.Amount `json:"paid"` // öre
}

// Population is what a sample was drawn from, as sums.
type Population struct {
	Digest string       // the same for the same items in any order, 32 hexadecimal digits
	Items  int64        // how many
	Paid   money.Amount // öre
}

// Plan is what the draw was made from.
func (d *Draw) Plan() Plan { return Plan{d.plan.Seed, d.plan.Design.clone()} }

// Population is what the draw was made out of.
func (d *Draw) Population() Population {
	p := Population{Digest: d.digest}
	for _, s := range d.strata {
		p.Items, p.Paid = p.Items+s.Items, p.Paid+s.Paid
	}
	return p
}

// Strata is the strata by name, with those drawn.
func (d *Draw) Strata() []Stratum {
	all := slices.Clone(d.strata)
	for i := range all {
		all[i].Drawn = slices.Clone(all[i].Drawn)
	}
	return all
}

// Len is how many were drawn.
func (d *Draw) Len() int { return len(d.places) }

func (d *Draw) counts() []Count {
	all := make([]Count, len(d.strata))
	for i, s := range d.strata {
		all[i] = Count{s.Name, s.Items, s.Paid}
	}
	return all
}

// index notes where each drawn item stands. The error is an id drawn in two strata.
func (d *Draw) index() error {
	d.places = map[string]place{}
	for i, s := range d.strata {
		for k, drawn := range s.Drawn {
			if first, twice := d.places[drawn.ID]; twice {
				return fmt.Errorf("sample: an id stands in the stratum %s and in %s; each payout is to be in the population once", d.strata[first.stratum].Name, s.Name)
			}
			d.places[drawn.ID] = place{i, k}
		}
	}
	return nil
}

// Verify draws again with the same plan and says what is not the same; nil when all of
// it is.
func Verify(d *Draw, population iter.Seq[Item]) error {
	again, err := Take(d.plan, population)
	if err != nil {
		return fmt.Errorf("sample: the draw cannot be repeated: %w", err)
	}
	var found []error
	differs := func(format string, args ...any) {
		found = append(found, fmt.Errorf("sample: the draw is not the one its population gives: "+format, args...))
	}
	if again.digest != d.digest {
		differs("the population's digest is %s, noted is %s", again.digest, d.digest)
	}
	if len(again.strata) != len(d.strata) {
		differs("there are %d strata, noted are %d", len(again.strata), len(d.strata))
		return errors.Join(found...)
	}
	for i, now := range again.strata {
		was := d.strata[i]
		switch {
		case now.Name != was.Name:
			differs("there is a stratum %s, noted is %s", now.Name, was.Name)
		case now.Items != was.Items || now.Paid != was.Paid || now.Largest != was.Largest:
			differs("%s has %d items, %s paid and %s at most; noted are %d, %s and %s", now.Name, now.Items, now.Paid, now.Largest, was.Items, was.Paid, was.Largest)
		case len(now.Drawn) != len(was.Drawn):
			differs("%d are drawn of %s, noted are %d", len(now.Drawn), now.Name, len(was.Drawn))
		default:
			for k := range now.Drawn {
				if now.Drawn[k] != was.Drawn[k] {
					differs("number %d drawn of %s is another item, or of another amount, than noted", k+1, now.Name)
				}
			}
		}
	}
	return errors.Join(found...)
}
