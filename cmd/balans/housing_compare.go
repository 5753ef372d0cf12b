package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/recover/claim"
)

// compare computes the households by two rule sets.
func (o *housingOptions) compare(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	if o.households < 0 {
		return usage("--households is a number of households")
	}
	book, err := o.book(ctx, j)
	if err != nil {
		return err
	}
	if o.lawFrom == 0 {
		o.lawFrom = o.year
	}
	if o.lawTo == 0 {
		o.lawTo = o.lawFrom + 1
		if o.parameters != "" {
			o.lawTo = o.lawFrom
		}
	}
	known, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return err
	}
	law := known.Parameters(calendar.InstantOf(j.Now()))
	other, err := o.overlaid(law)
	if err != nil {
		return err
	}
	from := housing.RuleSet{Name: strconv.Itoa(o.lawFrom), Rules: housing.New(law), Year: o.lawFrom}
	to := housing.RuleSet{Name: strconv.Itoa(o.lawTo), Rules: housing.New(other), Year: o.lawTo}
	if o.parameters != "" {
		to.Name += " with " + o.parameters
	}
	c, err := housing.Compare(book, from, to)
	if err != nil {
		return err
	}
	if o.asJSON {
		x, err := o.comparisonOf(c)
		if err != nil {
			return err
		}
		return writeJSON(t.out, x)
	}
	return o.printComparison(t.out, c)
}

// comparisonJSON is a comparison as data. Amounts are öre of a year, to the nearest.
type comparisonJSON struct {
	Year   int             `json:"year"`
	From   string          `json:"from"`
	To     string          `json:"to"`
	All    effectsJSON     `json:"all"`
	Groups []effectsJSON   `json:"groups"`
	Scaled *money.Amount   `json:"scaled_difference_ore,omitempty"`
	Of     int             `json:"scaled_to_households,omitempty"`
	Gains  []gainJSON      `json:"gains"`
	Months []monthlyEffect `json:"months"`
}

type effectsJSON struct {
	Group      string       `json:"group,omitempty"`
	Households int          `json:"households"`
	Winners    int          `json:"winners"`
	Losers     int          `json:"losers"`
	Before     money.Amount `json:"before_ore"`
	After      money.Amount `json:"after_ore"`
	Difference money.Amount `json:"difference_ore"`
	PaidBefore money.Amount `json:"paid_before_ore"`
	PaidAfter  money.Amount `json:"paid_after_ore"`
	MostGained money.Amount `json:"most_gained_ore"`
	MostLost   money.Amount `json:"most_lost_ore"`
}

type gainJSON struct {
	Kronor     int `json:"kronor_a_month"` // rounded up, away from zero
	Households int `json:"households"`
}

type monthlyEffect struct {
	Month      int          `json:"month"`
	Before     money.Amount `json:"before_ore"`
	After      money.Amount `json:"after_ore"`
	Difference money.Amount `json:"difference_ore"`
}

func effectsOf(group string, e *housing.Effects) effectsJSON {
	return effectsJSON{group, e.Households, e.Winners, e.Losers, e.Before.Ore(), e.After.Ore(), e.Difference().Ore(), e.PaidBefore, e.PaidAfter, e.MostGained.Ore(), e.MostLost.Ore()}
}

func (o *housingOptions) comparisonOf(c *housing.Comparison) (*comparisonJSON, error) {
	x := &comparisonJSON{Year: c.Year, From: c.From.Name, To: c.To.Name, All: effectsOf("", &c.All)}
	for _, g := range groupsOf(c) {
		x.Groups = append(x.Groups, effectsOf(groupText(g), c.Groups[g]))
	}
	for _, kronor := range slices.Sorted(maps.Keys(c.Gains)) {
		x.Gains = append(x.Gains, gainJSON{100 * kronor, c.Gains[kronor]})
	}
	for m := 1; m <= 12; m++ {
		b := &c.All.ByMonth[m]
		x.Months = append(x.Months, monthlyEffect{m, b.Before.Ore(), b.After.Ore(), b.After.Minus(b.Before).Ore()})
	}
	if o.households == 0 {
		return x, nil
	}
	scaled, err := housing.Scaled(c.All.Difference().Ore(), c.All.Households, o.households)
	x.Scaled, x.Of = &scaled, o.households
	return x, err
}

// groupsOf is the groups in order: families by adults and children, then the young.
func groupsOf(c *housing.Comparison) []housing.Group {
	return slices.SortedFunc(maps.Keys(c.Groups), func(a, b housing.Group) int {
		spouses := func(g housing.Group) int {
			if g.Spouses {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(spouses(a), spouses(b)), cmp.Compare(a.Children, b.Children))
	})
}

func groupText(g housing.Group) string {
	s := "young, "
	if g.Form == housing.Family {
		s = ""
	}
	if g.Spouses {
		s += "two adults"
	} else {
		s += "single"
	}
	switch g.Children {
	case 0:
	case 3:
		s += ", 3 children or more"
	default:
		s += ", " + map[bool]string{true: "1 child", false: "2 children"}[g.Children == 1]
	}
	return s
}

func (o *housingOptions) printComparison(out io.Writer, c *housing.Comparison) error {
	fmt.Fprintf(out, "Housing allowance by the law of %s and of %s: the %s of %d, with their incomes as assessed, otherwise as stated\n\n", c.From.Name, c.To.Name, counted(c.All.Households, "household"), c.Year)
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "kronor a year\thouseholds\tget more\tget less\tbefore\tafter\tdifference\ton average\t\n")
	row := func(name string, e *housing.Effects) {
		d := e.Difference().Ore()
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", name, number(int64(e.Households)), number(int64(e.Winners)), number(int64(e.Losers)), whole(e.Before.Ore()), whole(e.After.Ore()), whole(d), whole(d/money.Amount(max(1, e.Households))))
	}
	for _, g := range groupsOf(c) {
		row(groupText(g), c.Groups[g])
	}
	row("all", &c.All)
	tw.Flush()
	fmt.Fprintf(out, "\nPaid provisionally, rounded down each month: %s before, %s after. The most one household gains in the year is %s, and loses %s.\n\n", whole(c.All.PaidBefore), whole(c.All.PaidAfter), whole(c.All.MostGained.Ore()), whole(c.All.MostLost.Ore()))
	fmt.Fprint(tw, "on average a month\thouseholds\t\n")
	for _, kronor := range slices.Sorted(maps.Keys(c.Gains)) {
		fmt.Fprintf(tw, "%s\t%s\t\n", gainText(kronor), number(int64(c.Gains[kronor])))
	}
	tw.Flush()
	return o.printScaled(out, c)
}

// gainText is a group of gains a month, in hundreds of kronor away from zero.
func gainText(hundreds int) string {
	switch {
	case hundreds == 0:
		return "no difference"
	case hundreds < 0:
		return fmt.Sprintf("to %d less", -100*hundreds)
	}
	return fmt.Sprintf("to %d more", 100*hundreds)
}

func whole(a money.Amount) string { return a.RoundTo(money.Krona, money.HalfUp).Kronor() }

// printScaled tells what the difference would be of so many households, and holds it against
// what was published where it was.
func (o *housingOptions) printScaled(out io.Writer, c *housing.Comparison) error {
	if o.households == 0 {
		return nil
	}
	scaled, err := housing.Scaled(c.All.Difference().Ore(), c.All.Households, o.households)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nOf %s it would be %s kronor a year.\n", counted(o.households, "household"), whole(scaled))
	if o.lawFrom != 2025 || o.lawTo != 2026 || o.parameters != "" {
		return nil
	}
	share := int64(scaled) * 100 / int64(housing.RaisedLimits2026)
	fmt.Fprintf(out, `The government said 655 million kronor for 2026 (September 2025): this is %d per cent of that. Why they differ:
  - it rests on the costs of the dwellings in the book: who pays more than the old limit gains, and how many do decides the sum;
  - these are the households of %d with their incomes of that year; in 2026 incomes are higher, which lowers the allowance, and
    whose income is too high by the old limits and not by the new is not in the book;
  - it is the final allowance; the budget counts what is paid in the calendar year, rounded down each month, and back what is repaid;
  - the number of households is given here, and falls from year to year.
`, share, c.Year)
	return nil
}
