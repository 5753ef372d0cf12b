package inquiry

import (
	"cmp"
	"slices"

	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/control"
)

// Category is what went wrong, so that causes can be counted over controls.
type Category string

// The categories. The letter of appropriation asks for causes and has no list of them;
// this one is our own.
const (
	Worked      Category = "worked"      // worked while the benefit was paid
	Extent      Category = "extent"      // to another extent than was stated
	IncomeWrong Category = "income"      // the income the benefit rests on was wrong
	NotInsured  Category = "not-insured" // no permit, moved, or insured elsewhere
	Deceased    Category = "deceased"
	Twice       Category = "twice"    // the same days compensated twice
	Abroad      Category = "abroad"   // income from abroad
	Hours       Category = "hours"    // hours that were not done
	FalseSelf   Category = "identity" // somebody acted for others
	TooLate     Category = "too-late" // applied for too late
	OtherCause  Category = "other"
)

// Categories is every category.
var Categories = []Category{Worked, Extent, IncomeWrong, NotInsured, Deceased, Twice, Abroad, Hours, FalseSelf, TooLate, OtherCause}

func (c Category) known() bool { return slices.Contains(Categories, c) }

// categories says what a control's finding is about.
var categories = map[string]Category{
	"tfp-absence": Worked, "fp-absence": Worked, "application-time": TooLate, "income-sgi": IncomeWrong, "permit": NotInsured, "expulsion": NotInsured,
	"insured": NotInsured, "death": Deceased, "double-payment": Twice, "foreign-income": Abroad, "assistance-hours": Hours, "identity-reuse": FalseSelf,
}

// CategoryOf is the category of a control's finding.
func CategoryOf(e *control.Evaluation) Category {
	if e.Reason == "absence.lower" {
		return Extent
	}
	if c, ok := categories[e.Rule]; ok {
		return c
	}
	return OtherCause
}

// Lesson is what the causes of cases say of the control plan: where wrong payments were
// found after they had left, and no control of the plan would stop the next ones.
type Lesson struct {
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

// Lessons counts causes by benefit and category, the most kronor first.
func Lessons(cases []*Summary, plan *control.Plan) []Lesson {
	type key struct {
		code     benefit.Code
		category Category
	}
	at := map[key]int{}
	var all []Lesson
	for _, c := range cases {
		k := key{c.Benefit, c.Category}
		i, ok := at[k]
		if !ok {
			i = len(all)
			at[k] = i
			all = append(all, Lesson{Benefit: c.Benefit, Category: c.Category})
		}
		all[i].Cases++
		all[i].Wrong += c.Wrong
	}
	for i := range all {
		all[i].lookFor(plan)
	}
	slices.SortStableFunc(all, func(x, y Lesson) int {
		return cmp.Or(cmp.Compare(y.Wrong, x.Wrong), cmp.Compare(x.Benefit, y.Benefit), cmp.Compare(x.Category, y.Category))
	})
	return all
}

func (p *Lesson) lookFor(plan *control.Plan) {
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
