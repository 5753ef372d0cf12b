package sample

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"balans/law/money"
)

// Cause is who caused that a payout was wrong.
type Cause string

// The causes. CauseUnknown is for what was looked into and could not be told.
const (
	Applicant    Cause = "applicant"
	Agency       Cause = "agency"
	ThirdParty   Cause = "third_party"
	CauseUnknown Cause = "unknown"
)

// Causes is every cause, in the order of tables.
var Causes = []Cause{Applicant, Agency, ThirdParty, CauseUnknown}

// Intent is whether it was suspected to be on purpose.
type Intent string

// The intents. Suspected is not convicted.
const (
	Suspected     Intent = "suspected"
	Unintended    Intent = "unintended"
	IntentUnknown Intent = "unknown"
)

// Intents is every intent, in the order of tables.
var Intents = []Intent{Suspected, Unintended, IntentUnknown}

// Wrong is an amount that was paid too much, with why.
type Wrong struct {
	Amount money.Amount // öre, above zero
	Cause  Cause
	Intent Intent
}

// Finding is what was found about one drawn item. Without Wrong it was right.
type Finding struct {
	ID    string
	Wrong []Wrong // together at most what was paid
}

// ErrNotDrawn is the error of a finding about an item that is not in the draw, such as
// one that was selected for its risk.
var ErrNotDrawn = errors.New("the item was not drawn, and only those drawn can be counted")

// Judged is a draw with what was found. It holds nothing about anyone else.
type Judged struct {
	draw     *Draw
	verdicts [][]verdict // by stratum and order of the draw
	judged   int
}

// verdict is what was found about a drawn item.
type verdict struct {
	known bool
	wrong []Wrong
}

// Judge takes in the findings about those drawn, in any order; whoever has no finding
// is not judged yet. The error tells every finding that cannot be counted, by its
// place in the list from 1.
func (d *Draw) Judge(findings []Finding) (*Judged, error) {
	if len(d.strata) == 0 {
		return nil, errors.New("sample: nothing was drawn")
	}
	j := &Judged{draw: d, verdicts: make([][]verdict, len(d.strata))}
	for i, s := range d.strata {
		j.verdicts[i] = make([]verdict, len(s.Drawn))
	}
	var faults []error
	for i, f := range findings {
		if err := j.take(f); err != nil {
			faults = append(faults, fmt.Errorf("sample: finding %d: %w", i+1, err))
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return j, nil
}

func (j *Judged) take(f Finding) error {
	at, ok := j.draw.places[f.ID]
	if !ok {
		return ErrNotDrawn
	}
	v := &j.verdicts[at.stratum][at.drawn]
	if v.known {
		return errors.New("there is a finding about this item already")
	}
	left := j.draw.strata[at.stratum].Drawn[at.drawn].Paid
	for _, w := range f.Wrong {
		switch {
		case !slices.Contains(Causes, w.Cause):
			return fmt.Errorf("there is no cause %q; there are %v", w.Cause, Causes)
		case !slices.Contains(Intents, w.Intent):
			return fmt.Errorf("there is no intent %q; there are %v", w.Intent, Intents)
		case w.Amount <= 0:
			return fmt.Errorf("wrong is %s; it is to be above zero, and an item that was right has none", w.Amount)
		case w.Amount > left:
			return fmt.Errorf("wrong is more than was paid, by %s", w.Amount-left)
		}
		left -= w.Amount
	}
	*v = verdict{known: true, wrong: slices.Clone(f.Wrong)}
	j.judged++
	return nil
}

// Draw is the draw that was judged.
func (j *Judged) Draw() *Draw { return j.draw }

// Missing is the ids of those drawn and not judged yet, in the order of strata and draw.
func (j *Judged) Missing() []string {
	var ids []string
	for i, s := range j.draw.strata {
		for k, drawn := range s.Drawn {
			if !j.verdicts[i][k].known {
				ids = append(ids, drawn.ID)
			}
		}
	}
	return ids
}

// reading is how those not judged are counted.
type reading uint8

const (
	leftOut  reading = iota // as if the others were like those judged
	allRight                // all of them right
	allWrong                // all of them wrong in full
)

// cell is one stratum as one figure sees it: sums over those counted.
type cell struct {
	name             string
	population       int64 // N
	paid, largest    int64 // öre, of the population
	counted          int64 // n: judged, or all drawn in a reading of those missing
	items            int   // of them with an error that the figure counts
	sumPaid, sumErr  int64 // öre
	paid2, err2, mix *big.Int
}

// cells counts the wrong amounts that of accepts.
func (j *Judged) cells(as reading, of func(Wrong) bool) []cell {
	all := make([]cell, len(j.draw.strata))
	for i, s := range j.draw.strata {
		c := cell{name: s.Name, population: s.Items, paid: int64(s.Paid), largest: int64(s.Largest),
			paid2: new(big.Int), err2: new(big.Int), mix: new(big.Int)}
		for k, drawn := range s.Drawn {
			v := &j.verdicts[i][k]
			if !v.known && as == leftOut {
				continue
			}
			var wrong money.Amount
			for _, w := range v.wrong {
				if of(w) {
					wrong += w.Amount
				}
			}
			if !v.known && as == allWrong {
				wrong = drawn.Paid
			}
			c.add(int64(drawn.Paid), int64(wrong))
		}
		all[i] = c
	}
	return all
}

func (c *cell) add(paid, wrong int64) {
	c.counted++
	c.sumPaid += paid
	p := big.NewInt(paid)
	c.paid2.Add(c.paid2, new(big.Int).Mul(p, p))
	if wrong == 0 {
		return
	}
	c.items++
	c.sumErr += wrong
	e := big.NewInt(wrong)
	c.err2.Add(c.err2, new(big.Int).Mul(e, e))
	c.mix.Add(c.mix, p.Mul(p, e))
}

// estimate is P·e/p, öre.
func (c *cell) estimate() *big.Rat {
	return new(big.Rat).SetFrac(mul(big.NewInt(c.paid), big.NewInt(c.sumErr)), big.NewInt(c.sumPaid))
}

// census tells that all of the stratum are counted.
func (c *cell) census() bool { return c.counted == c.population }

// enough tells that there is a variance, or no need of one.
func (c *cell) enough() bool { return c.census() || c.counted >= leastSize }
