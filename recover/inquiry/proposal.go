package inquiry

import (
	"cmp"
	"slices"

	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/control"
)

// Proposal is what the causes of cases say of the control plan: where wrong payments were
// found after they had left, and no control of the plan would stop the next ones.
type Proposal struct {
	Benefit  benefit.Code
	Category Category
	Cases    int
	Wrong    money.Amount // öre, together
	// Controls are those that find such causes and can be made before payment.
	Controls []string
	// Has are those of them the plan makes before or during payment already: then the cases
	// went past them, and selection or tolerance are to be looked at.
	Has []string
}

// Proposals counts causes by benefit and category, the most kronor first.
func Proposals(cases []*Case, plan *control.Plan) []Proposal {
	type key struct {
		code     benefit.Code
		category Category
	}
	at := map[key]int{}
	var all []Proposal
	for _, c := range cases {
		k := key{c.Benefit, c.Category}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, Proposal{Benefit: c.Benefit, Category: c.Category})
		}
		all[i].Cases++
		all[i].Wrong += c.Wrong
	}
	for i := range all {
		all[i].lookFor(plan)
	}
	slices.SortStableFunc(all, func(x, y Proposal) int {
		return cmp.Or(cmp.Compare(y.Wrong, x.Wrong), cmp.Compare(x.Benefit, y.Benefit), cmp.Compare(x.Category, y.Category))
	})
	return all
}

func (p *Proposal) lookFor(plan *control.Plan) {
	for _, r := range control.Rules() {
		of := categories[r.ID]
		if of != p.Category && !(of == Worked && p.Category == Extent) || !r.Covers(p.Benefit) || r.Stages&(control.Before|control.During) == 0 {
			continue
		}
		p.Controls = append(p.Controls, r.ID)
		for _, stage := range []control.Stage{control.Before, control.During} {
			if c, ok := plan.Find(r.ID, stage); ok && c.Covers(p.Benefit) {
				p.Has = append(p.Has, r.ID)
				break
			}
		}
	}
}
