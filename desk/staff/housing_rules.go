package staff

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/steer/directive"
)

type housingCompareView struct {
	page
	None              bool
	Year, From, To    choiceField
	Scale             field
	Heading, Lead     string
	Ready             bool
	Figures           []keyFigure
	Groups            bookTable
	Months            bookTable
	Gains             bookTable
	Chart             *chartView
	Outside           []factRow // held against the appropriation and what was published
	Published         []string  // why it differs
	Limits            []string
	PublishedHeading  string
	OutsideHeading    string
	households, scale int
}

// firstHousingLaw is the first year whose law is known whole.
const firstHousingLaw = 2022

// mostScaled is the most households a comparison can be scaled to.
const mostScaled = 10_000_000

// housingCompare holds the law of two years against each other on the households of a year. It
// shows sums only.
func (s *Server) housingCompare(c *call) error {
	l, err := s.housingNow(c.r.Context())
	if err != nil {
		return err
	}
	t, a := c.text, c.asked
	v := &housingCompareView{Heading: t("housing.rules.title")}
	years := l.yearsToldOf()
	status := http.StatusOK
	if len(years) == 0 {
		v.None = true
	} else {
		year := a.yearOf("year", years, years[0])
		from := a.yearOf("from", lawYears(a.today().Year()), min(years[0], a.today().Year()))
		to := a.yearOf("to", lawYears(a.today().Year()), min(from+1, a.today().Year()+1))
		v.fields(a, years, year, from, to)
		if len(a.problems) == 0 {
			if err := v.compare(s, c, l, year, from, to); err != nil {
				return err
			}
		}
	}
	if len(a.problems) > 0 {
		status = http.StatusBadRequest
		v.Scale.Error = a.problem("households")
		v.From.Error = a.problem("from")
		v.To.Error = a.problem("to")
	}
	v.page = s.page(c, v.Heading, "/bostadsbidrag/regler")
	return c.render(status, "housing_rules", v)
}

// lawYears are the years whose law can be chosen, to the year after this.
func lawYears(this int) (years []int) {
	for y := firstHousingLaw; y <= this+1; y++ {
		years = append(years, y)
	}
	return years
}

// yearOf reads one of some years.
func (a *asked) yearOf(name string, of []int, fallback int) int {
	value := a.get(name)
	if value == "" {
		return fallback
	}
	y, err := strconv.Atoi(value)
	if err != nil || !slices.Contains(of, y) {
		a.wrong(name, "error.option", a.text("housing.law."+name), value)
		return fallback
	}
	return y
}

func (v *housingCompareView) fields(a *asked, years []int, year, from, to int) {
	t := a.text
	choice := func(name string, of []int, chosen int) choiceField {
		f := choiceField{Name: name, Label: t("housing.law." + name), Error: a.problem(name)}
		for _, y := range of {
			n := strconv.Itoa(y)
			f.Options = append(f.Options, option{n, n, y == chosen})
		}
		return f
	}
	law := lawYears(a.today().Year())
	v.Year, v.From, v.To = choice("year", years, year), choice("from", law, from), choice("to", law, to)
	v.Scale = field{Name: "households", Label: t("housing.field.households"), Help: t("housing.help.households"), Type: "text", Value: a.values.Get("households")}
	switch {
	case !a.values.Has("households"): // nothing has been chosen yet
		v.Scale.Value, v.scale = strconv.Itoa(housing.HouseholdsIn2024), housing.HouseholdsIn2024
	case a.get("households") != "":
		v.scale = a.whole("households", 1, mostScaled)
	}
}

func (v *housingCompareView) compare(s *Server, c *call, l *housingLists, year, from, to int) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	law := f.columns.LawBook().Parameters(s.now())
	x, err := l.answer(housingQuestion{sort: "compare", year: year, from: from, to: to, law: law}, func() (any, error) {
		y, err := l.year(s, year)
		if err != nil {
			return nil, err
		}
		rules := housing.New(law)
		return housing.Compare(y.Book, housing.RuleSet{Name: strconv.Itoa(from), Rules: rules, Year: from}, housing.RuleSet{Name: strconv.Itoa(to), Rules: rules, Year: to})
	})
	var missing *statute.MissingError
	if errors.As(err, &missing) {
		field := "to"
		if missing.On.Year() == from {
			field = "from"
		}
		c.asked.wrong(field, "housing.error.law", missing.Name, missing.On)
		return nil
	}
	if err != nil {
		return err
	}
	return v.show(s, c, x.(*housing.Comparison))
}

func (v *housingCompareView) show(s *Server, c *call, x *housing.Comparison) error {
	t, all := c.text, &x.All
	if all.Households == 0 {
		v.None = true
		return nil
	}
	v.Ready, v.households = true, all.Households
	if v.scale == 0 {
		v.scale = all.Households
	}
	v.Lead = t("housing.rules.lead", strconv.Itoa(x.From.Year), strconv.Itoa(x.To.Year), number(int64(all.Households)), strconv.Itoa(x.Year))
	difference := all.Difference()
	scaled, err := housing.Scaled(difference.Ore(), all.Households, v.scale)
	if err != nil {
		return err
	}
	unchanged := all.Households - all.Winners - all.Losers
	v.Figures = []keyFigure{
		{t("housing.rules.difference"), t.million(difference.Ore()), t("housing.rules.difference.note", t.million(all.Before.Ore()), t.million(all.After.Ore()))},
		{t("housing.rules.scaled", number(int64(v.scale))), t.million(scaled), t("housing.rules.scaled.note")},
		{t("housing.rules.winners"), number(int64(all.Winners)), t("housing.rules.most", all.MostGained.Ore().Kronor())},
		{t("housing.rules.losers"), number(int64(all.Losers)), t("housing.rules.most", all.MostLost.Ore().Kronor())},
		{t("housing.rules.unchanged"), number(int64(unchanged)), ""},
	}
	v.groups(t, x)
	v.byMonth(t, x)
	v.gains(t, x)
	v.Limits = []string{t("housing.rules.limit.book"), t("housing.rules.limit.incomes"), t("housing.rules.limit.paid", t.million(all.PaidAfter-all.PaidBefore))}
	return v.outside(s, c, x, scaled)
}

// million is an amount in millions of kronor with one decimal.
func (t translate) million(a money.Amount) string {
	tenths := a.RoundTo(10_000_000, money.HalfUp) / 10_000_000 // of a million kronor
	sign := ""
	if tenths < 0 {
		sign, tenths = "−", -tenths
	}
	point := t.either(",", ".")
	return t("housing.million", sign+number(int64(tenths/10))+point+strconv.Itoa(int(tenths%10)))
}

func (v *housingCompareView) groups(t translate, x *housing.Comparison) {
	v.Groups = bookTable{ID: "groups", Title: t("housing.rules.groups"),
		Columns: columnsOf(t, "housing.column.group", "#", "housing.column.households", "#", "housing.rules.winners", "#", "housing.rules.losers", "#", "housing.column.before", "#", "housing.column.after", "#", "housing.column.difference", "#", "housing.column.each")}
	groups := slices.SortedFunc(maps.Keys(x.Groups), func(a, b housing.Group) int {
		return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(yes(a.Spouses), yes(b.Spouses)), cmp.Compare(a.Children, b.Children))
	})
	row := func(name, class string, e *housing.Effects) {
		d := e.Difference()
		each, err := housing.Scaled(d.Ore(), e.Households*12, 1)
		if err != nil {
			each = 0 // the sums of a book are far too small for it
		}
		v.Groups.Rows = append(v.Groups.Rows, bookRow{Class: class, Head: bookCell{Text: name}, Cells: []bookCell{{Text: number(int64(e.Households))}, {Text: number(int64(e.Winners))}, {Text: number(int64(e.Losers))},
			{Text: inKronor(e.Before.Ore())}, {Text: inKronor(e.After.Ore())}, {Text: inKronor(d.Ore())}, {Text: inKronor(each)}}})
	}
	for _, g := range groups {
		row(t.housingGroup(g), "", x.Groups[g])
	}
	row(t("housing.rules.all"), "row--difference", &x.All)
	v.Groups.Notes = []string{t("housing.rules.groups.note")}
}

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// inKronor is an amount in whole kronor.
func inKronor(a money.Amount) string { return a.RoundTo(100, money.HalfUp).Kronor() }

func (t translate) housingGroup(g housing.Group) string {
	with := "housing.group.single"
	if g.Spouses {
		with = "housing.group.spouses"
	}
	if g.Form == housing.Young {
		return t("housing.group.young", t(with))
	}
	if g.Children >= 3 {
		return t("housing.group.more", t(with))
	}
	if g.Children == 1 {
		return t("housing.group.child", t(with))
	}
	return t("housing.group.children", t(with), int(g.Children))
}

func (v *housingCompareView) byMonth(t translate, x *housing.Comparison) {
	v.Months = bookTable{ID: "bymonth", Title: t("housing.rules.months"), Columns: columnsOf(t, "housing.column.month.name", "#", "housing.column.before", "#", "housing.column.after", "#", "housing.column.difference")}
	for m := 1; m <= 12; m++ {
		e := &x.All.ByMonth[m]
		v.Months.Rows = append(v.Months.Rows, bookRow{Head: bookCell{Text: t.month(m)}, Cells: []bookCell{{Text: inKronor(e.Before.Ore())}, {Text: inKronor(e.After.Ore())}, {Text: inKronor(e.After.Minus(e.Before).Ore())}}})
	}
}

// mostBars is how many bars of gains are drawn; those further out share the last.
const mostBars = 20

// gains counts households by how much more they get, as a drawing and as a table of the same.
func (v *housingCompareView) gains(t translate, x *housing.Comparison) {
	v.Gains = bookTable{ID: "gains", Title: t("housing.rules.gains"), Columns: columnsOf(t, "housing.column.gain", "#", "housing.column.households")}
	var bars []lyingBars
	counts := map[int]int{}
	for at, n := range x.Gains {
		counts[max(-mostBars, min(mostBars, at))] += n
	}
	for _, at := range slices.Sorted(maps.Keys(counts)) {
		name := t.gainText(at)
		v.Gains.Rows = append(v.Gains.Rows, bookRow{Head: bookCell{Text: name}, Cells: []bookCell{{Text: number(int64(counts[at]))}}})
		bar := lyingBars{Name: name, Says: number(int64(counts[at]))}
		if at < 0 {
			bar.Parts[1] = int64(counts[at])
		} else {
			bar.Parts[0] = int64(counts[at])
		}
		bars = append(bars, bar)
	}
	v.Chart = &chartView{Caption: t("housing.rules.gains"), SVG: drawLying(t("housing.rules.gains"), t("housing.rules.gains.desc", number(int64(x.All.Households))), bars),
		Legend: []legendItem{{Class: "chart__series-1", Text: t("housing.rules.gains.more")}, {Class: "chart__series-3", Text: t("housing.rules.gains.less")}}}
}

// gainText is a step of gains in words: the average a month, in hundreds of kronor away from
// nothing.
func (t translate) gainText(at int) string {
	switch {
	case at == 0:
		return t("housing.gain.none")
	case at == mostBars:
		return t("housing.gain.most", (mostBars-1)*100)
	case at == -mostBars:
		return t("housing.gain.least", (mostBars-1)*100)
	case at < 0:
		return t("housing.gain.less", (-at-1)*100, -at*100)
	}
	return t("housing.gain.more", (at-1)*100, at*100)
}

// outside holds the difference against what is granted, and against what was published of the
// same change.
func (v *housingCompareView) outside(s *Server, c *call, x *housing.Comparison, scaled money.Amount) error {
	t := c.text
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	v.OutsideHeading = t("housing.rules.outside")
	now := s.now()
	item := housingAllowance.Item()
	edition := latestInForce(n.editions, now)
	granted, line, known := grantedOf(edition, directive.ItemID(item))
	if known {
		share, err := money.MulDiv(1_000_000, int64(scaled), int64(max(granted, 1)), money.HalfUp)
		if err != nil {
			return err
		}
		v.Outside = append(v.Outside, factRow{t("housing.rules.granted", item), t("housing.rules.granted.text", edition.ID, number(int64(line)), t.million(granted), t.million(scaled), signedShare(int64(share))), ""})
	} else {
		v.Outside = append(v.Outside, factRow{t("housing.rules.granted", item), t("housing.rules.granted.none", strconv.Itoa(now.Date().Year()), strconv.Itoa(now.Date().Year()-lettersBack)), ""})
	}
	if x.From.Year != 2025 || x.To.Year != 2026 {
		return nil
	}
	v.PublishedHeading = t("housing.rules.published")
	v.Outside = append(v.Outside, factRow{t("housing.rules.published"), t("housing.rules.published.text", t.million(housing.RaisedLimits2026), t.million(scaled), number(int64(v.scale)), t.million(scaled-housing.RaisedLimits2026)), ""})
	v.Published = []string{t("housing.rules.published.number", number(int64(v.households))), t("housing.rules.published.new"), t("housing.rules.published.incomes"), t("housing.rules.published.source")}
	return nil
}

// lettersBack is how many years back a letter is looked for when this year has none.
const lettersBack = 2

// latestInForce is the letter in force today, or else the last of the years before.
func latestInForce(editions []directive.Edition, now calendar.Instant) *directive.Edition {
	today := now.Date()
	for year := today.Year(); year >= today.Year()-lettersBack; year-- {
		if e := directive.InForce(editions, year, min(today, calendar.New(year, 12, 31)), now); e != nil {
			return e
		}
	}
	return nil
}

// signedShare is millionths as a percentage, also below nothing.
func signedShare(millionths int64) string {
	if millionths < 0 {
		return "−" + shareOf(-millionths)
	}
	return shareOf(millionths)
}

// grantedOf is what an edition grants for an item; false when there is no such, or no amount
// that could be read.
func grantedOf(e *directive.Edition, id directive.ItemID) (amount money.Amount, line int, ok bool) {
	if e == nil {
		return 0, 0, false
	}
	for i := range e.Letter.Appropriations {
		for _, g := range e.Letter.Appropriations[i].Groups {
			for k := range g.Items {
				if x := &g.Items[k]; x.ID == id {
					return x.Amount.Amount, x.Line, x.Amount.Known && x.Amount.Amount > 0
				}
			}
		}
	}
	return 0, 0, false
}
