package staff

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/steer/appropriation"
)

type conditionsView struct {
	booksHead
	Counts    []countView
	Near      []bookLink // limits that are not simply within
	Items     *bookTable
	Terms     *bookTable // conditions of the letter
	Beside    *bookTable
	Overrides *bookTable
	Files     []downloadGroup
}

// conditions shows every limit of a year and how near it is.
func (s *Server) conditions(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q, err := s.booksAsked(c, n, true)
	if err != nil {
		return err
	}
	status := http.StatusOK
	v := conditionsView{}
	v.Heading = c.text("conditions.title")
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if v.begin(c.text, &q) {
		if err := v.fill(c.text, &q); err != nil {
			return err
		}
	}
	s.booksHead(c, &q, "/conditions", &v.booksHead)
	return c.render(status, "conditions", v)
}

// levels is the order in which limits want to be seen.
var levels = []appropriation.Level{appropriation.Over, appropriation.AtLimit, appropriation.Warns, appropriation.Unknown, appropriation.OK}

func (v *conditionsView) fill(t translate, q *booksAsked) error {
	all, err := q.books.Limits(q.year, q.on)
	if err != nil {
		return err
	}
	v.Heading = t("conditions.heading", strconv.Itoa(q.year))
	v.Lead = t("conditions.lead", t.longDay(q.on), t.knownText(q.known))
	count := map[appropriation.Level]int64{}
	var near []int
	tables := map[string]*bookTable{}
	for i := range all {
		l := &all[i]
		count[l.Level]++
		if l.Level != appropriation.OK {
			near = append(near, i)
		}
		group := limitGroup(l)
		if tables[group] == nil {
			tables[group] = &bookTable{ID: group, Columns: limitColumns(t)}
		}
		tables[group].Rows = append(tables[group].Rows, t.limitRow(q, l, i, true))
	}
	for _, o := range tables {
		o.Title = t("conditions.rows", number(int64(len(o.Rows))))
	}
	v.Items, v.Terms, v.Beside = tables["items"], tables["letter"], tables["beside"]
	slices.SortStableFunc(near, func(a, b int) int {
		return cmp.Compare(slices.Index(levels, all[a].Level), slices.Index(levels, all[b].Level))
	})
	for _, i := range near {
		level, _ := t.level(all[i].Level)
		text, name := t.limitName(&all[i])
		v.Near = append(v.Near, bookLink{"#" + limitRowID(i), strings.TrimSpace(text+" "+name) + ": " + level})
	}
	for _, level := range levels {
		text, _ := t.level(level)
		v.Counts = append(v.Counts, countView{Label: text, Value: number(count[level]), Note: t("conditions.count")})
	}
	v.Overrides = t.overrides(q.books.Overrides(q.year), all)
	v.Files = q.files(t, "conditions")
	return nil
}

// limitGroup is the table a limit stands in.
func limitGroup(l *appropriation.Limit) string {
	switch l.Kind {
	case appropriation.Disposable, appropriation.Excess:
		return "items"
	case appropriation.InterestLimit, appropriation.CreditLimit, appropriation.LoanLimit, appropriation.Authorised:
		return "beside"
	}
	return "letter"
}

func limitColumns(t translate) []bookColumn {
	return columnsOf(t, "column.limit", "column.use", "#", "column.limitsek", "#", "column.used.sek", "#", "column.left.sek", "column.rests")
}

func limitRowID(i int) string { return "limit-" + strconv.Itoa(i+1) }

// limitName names a limit; name is Swedish words of the letter.
func (t translate) limitName(l *appropriation.Limit) (text, name string) {
	text, name = t.bookAccount(l.Account)
	if l.Account == "" {
		text, _, _ = strings.Cut(string(l.ID), "/")
	}
	switch l.Kind {
	case appropriation.Disposable:
		name = l.Text
	case appropriation.Excess:
		text = t("conditions.excess", text)
	default:
		if limitGroup(l) == "letter" {
			text = t("conditions.of", text)
		}
	}
	return text, name
}

// limitRow is a limit with its bar and the words of it. On the page of all limits the item
// leads to its own page.
func (t translate) limitRow(q *booksAsked, l *appropriation.Limit, i int, open bool) bookRow {
	u := appropriation.Kronor
	text, name := t.limitName(l)
	head := bookCell{Text: text, Name: name}
	if open && l.Account.Class() == appropriation.ItemClass {
		head.Href = link("/appropriation", q.withKnown("item", string(l.Account.Item()), "year", strconv.Itoa(q.year), "month", strconv.Itoa(int(q.on.Month())))...)
	}
	used := knownFigure(l.Used)
	use := bookCell{Plain: true, Text: t.shareOf(used, l.Amount), Bar: usageBar(l.Amount, used, partOf(l, "credit"))}
	use.Level, use.Badge = t.level(l.Level)
	spent := bookCell{Text: u.Text(l.Used)}
	if l.Peak > max(l.Used, 0) {
		spent.Sub = t("conditions.peak", u.Text(l.Peak))
	}
	rests := bookCell{Plain: true, Line: q.line(t, l.Line)}
	switch limitGroup(l) {
	case "letter":
		if l.Line > 0 {
			rests.Name = l.Text
		} else {
			rests.says(t, l.Text)
		}
		if l.Agency != "" && !strings.Contains(l.Text, l.Agency) {
			rests.Sub = t("conditions.agency", l.Agency)
		}
	default:
		rests.Name = l.Law
	}
	return bookRow{ID: limitRowID(i), Head: head, Cells: []bookCell{use, {Text: t.sumOf(l.Amount, u)}, spent, {Text: t.sumOf(l.Left, u)}, rests}}
}

// overrides lists limits that were passed knowingly; nil when none was.
func (t translate) overrides(all []appropriation.Override, limits []appropriation.Limit) *bookTable {
	if len(all) == 0 {
		return nil
	}
	u := appropriation.Kronor
	v := &bookTable{ID: "overrides", Title: t("conditions.overrides.text"),
		Columns: columnsOf(t, "column.limit", "column.day", "#", "column.limitsek", "#", "column.used.sek", "column.why.over", "column.recordedby")}
	for i := range all {
		o := &all[i]
		by := plainCell(o.By)
		by.Sub = t("appropriation.known", o.At.Date().String(), strconv.FormatInt(o.Seq, 10))
		head := bookCell{Text: string(o.Limit)}
		if i := slices.IndexFunc(limits, func(l appropriation.Limit) bool { return l.ID == o.Limit }); i >= 0 {
			head.Text, head.Name = t.limitName(&limits[i])
			head.Href = "#" + limitRowID(i)
		}
		day := plainCell(dayText(o.Day))
		day.Sub = t("conditions.voucher", o.Voucher)
		v.Rows = append(v.Rows, bookRow{Head: head, Cells: []bookCell{day, {Text: u.Text(o.Amount)}, {Text: u.Text(o.Used)}, {Name: o.Reason, Plain: true}, by}})
	}
	return v
}
