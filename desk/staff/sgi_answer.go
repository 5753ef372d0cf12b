package staff

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/sgi"
)

// sgiBoxes is how grave a verdict looks.
var sgiBoxes = map[sgi.VerdictKind]string{
	sgi.VerdictProtected: "success", sgi.VerdictRedetermined: "info", sgi.VerdictPartial: "warning", sgi.VerdictManual: "warning", sgi.VerdictLost: "error",
}

// timeline fills the answer to a history.
func (a *sgiAnswer) timeline(t translate, h *sgi.History, r *sgi.Result) {
	a.Box = sgiBoxes[r.Verdict.Kind]
	a.Heading = t.sgiVerdict(r)
	for _, reason := range r.Verdict.Reasons {
		a.Reasons = append(a.Reasons, t.sgi(reason))
	}
	amount := t.sgiParts(r.SGI)
	if !r.SGIKnown {
		amount = t("sgi.notfully", amount)
	}
	a.Facts = []namedText{{t("sgi.fact.on"), t.longDay(r.On)}, {t("sgi.fact.sgi"), amount}, {t("sgi.fact.last"), t.sgiLast(r)}}
	for _, n := range r.Notes {
		a.Facts = append(a.Facts, namedText{t("sgi.fact.note"), t.sgi(n)})
	}
	a.Chart = sgiChart(t, h, r)
	a.Tables = []sgiTable{t.sgiRuler(r), t.sgiGaps(r), t.sgiMissing(r), t.sgiRejected(r)}
	for _, more := range []sgiTable{t.sgiReadings(r), t.sgiChanges(r), t.sgiUplifts(r)} {
		if len(more.Rows) > 0 {
			a.Tables = append(a.Tables, more)
		}
	}
	a.Tables = append(a.Tables, t.sgiRests(r.Rests))
}

// income fills the answer to the facts of a determination.
func (a *sgiAnswer) income(t translate, d *sgi.Determination) {
	switch d.Outcome {
	case sgi.Determined:
		a.Box, a.Heading = "success", t("sgi.income.determined", t.sgiParts(d.SGI))
	case sgi.None:
		a.Box, a.Heading = "error", t("sgi.income.none")
	default:
		a.Box, a.Heading = "warning", t("sgi.income.open")
	}
	for _, m := range d.Missing {
		a.Reasons = append(a.Reasons, t.sgi(m))
	}
	a.Facts = []namedText{{t("sgi.fact.from"), t.longDay(d.On)}}
	if d.Hours > 0 {
		a.Facts = append(a.Facts, namedText{t("sgi.fact.hours"), t("sgi.hours", number(d.Hours))})
	}
	steps := sgiTable{ID: "steps", Caption: t("sgi.steps"), Columns: []string{t("sgi.column.step"), t("sgi.column.what"), t("sgi.column.law"), t("sgi.column.mark")}}
	for i, s := range d.Steps {
		steps.Rows = append(steps.Rows, []string{strconv.Itoa(i + 1), t.sgi(s.Text), string(s.Law), s.Mark})
	}
	a.Tables = []sgiTable{steps}
	if len(d.Rests) > 0 {
		a.Tables = append(a.Tables, t.sgiRests(d.Rests))
	}
}

// sgiVerdict is the verdict in a sentence.
func (t translate) sgiVerdict(r *sgi.Result) string {
	switch v := r.Verdict; v.Kind {
	case sgi.VerdictLost:
		return t("sgi.verdict.lost", t.longDay(v.From))
	case sgi.VerdictPartial:
		return t("sgi.verdict.partial", v.Share)
	case sgi.VerdictManual:
		return t("sgi.verdict.manual")
	case sgi.VerdictRedetermined:
		last := r.Changes[len(r.Changes)-1]
		return t("sgi.verdict.redetermined", last.SGI.Total().Kronor(), t.longDay(last.From))
	}
	return t("sgi.verdict.protected")
}

func (t translate) sgiParts(p sgi.Parts) string {
	if p.Other == 0 {
		return t("sgi.kronor", p.Total().Kronor())
	}
	return t("sgi.kronor.parts", p.Total().Kronor(), p.Employment.Kronor(), p.Other.Kronor())
}

// sgiLast is the next day on which something must be done.
func (t translate) sgiLast(r *sgi.Result) string {
	switch {
	case r.NoEnd:
		return t("sgi.last.none")
	case r.KindNoEnd:
		return t("sgi.last.kindnone", t.longDay(r.Last))
	case r.KindLast != r.Last:
		return t("sgi.last.kind", t.longDay(r.Last), t.longDay(r.KindLast))
	}
	return t("sgi.last", t.longDay(r.Last))
}

func (t translate) sgiState(s sgi.State) string { return t("sgi.state." + string(s)) }

func (t translate) sgiRuler(r *sgi.Result) sgiTable {
	table := sgiTable{ID: "ruler", Caption: t("sgi.ruler"), Columns: []string{t("sgi.column.days"), t("sgi.column.state"), t("sgi.column.grounds"), t("sgi.column.law")}}
	for i := range r.Ruler {
		s := &r.Ruler[i]
		table.Rows = append(table.Rows, []string{t.sgiDays(s.From, s.To), t.sgiState(s.State), t.sgiCovers(s), refsText(s.Law)})
	}
	return table
}

// sgiCovers is what covers a segment, in words.
func (t translate) sgiCovers(s *sgi.Segment) string {
	var all []string
	if s.Work > 0 {
		all = append(all, t("sgi.work", s.Work))
	}
	for _, c := range s.Covers {
		word := t.sgi(c.Ground.Name())
		if c.Extent < 100 {
			word = t("sgi.share", word, c.Extent)
		}
		if len(c.Open) > 0 {
			word = t("sgi.open", word)
		}
		all = append(all, word)
	}
	if len(all) == 0 {
		return "–"
	}
	return strings.Join(all, "; ")
}

func (t translate) sgiGaps(r *sgi.Result) sgiTable {
	table := sgiTable{ID: "gaps", Caption: t("sgi.gaps"), Columns: []string{t("sgi.column.days"), t("sgi.column.why")}, None: t("sgi.gaps.none")}
	for _, g := range r.Gaps {
		table.Rows = append(table.Rows, []string{t.sgiDays(g.From, g.To), t.sgi(g.Why[0])})
	}
	return table
}

func (t translate) sgiMissing(r *sgi.Result) sgiTable {
	table := sgiTable{ID: "missing", Caption: t("sgi.missing"), Columns: []string{t("sgi.column.days"), t("sgi.column.ground"), t("sgi.column.what"), t("sgi.column.line")}, None: t("sgi.missing.none")}
	for _, m := range r.Missing {
		name := t("sgi.work.word")
		if m.Ground != "" {
			name = t.sgi(m.Ground.Name())
		}
		table.Rows = append(table.Rows, []string{t.sgiDays(m.From, m.To), name, t.sgi(m.What), sgiLine(m.Line)})
	}
	return table
}

func sgiLine(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}

func (t translate) sgiRejected(r *sgi.Result) sgiTable {
	table := sgiTable{ID: "rejected", Caption: t("sgi.rejected"), Columns: []string{t("sgi.column.days"), t("sgi.column.ground"), t("sgi.column.why"), t("sgi.column.law"), t("sgi.column.line")}, None: t("sgi.rejected.none")}
	for _, x := range r.Rejected {
		table.Rows = append(table.Rows, []string{t.sgiDays(x.From, x.To), t.sgi(x.Ground.Name()), t.sgi(x.Reason), string(x.Law), sgiLine(x.Line)})
	}
	return table
}

func (t translate) sgiReadings(r *sgi.Result) sgiTable {
	table := sgiTable{ID: "readings", Caption: t("sgi.readings"), Columns: []string{t("sgi.column.ground"), t("sgi.column.strict"), t("sgi.column.kind"), t("sgi.column.why")}}
	for _, x := range r.Readings {
		table.Rows = append(table.Rows, []string{t.sgi(x.Ground.Name()), x.Strict.String(), x.Kind.String(), t.sgi(x.Text)})
	}
	return table
}

func (t translate) sgiChanges(r *sgi.Result) sgiTable {
	table := sgiTable{ID: "changes", Caption: t("sgi.changes"), Columns: []string{t("sgi.column.from"), t("sgi.column.sgi"), t("sgi.column.extent"), t("sgi.column.why"), t("sgi.column.law")}}
	for _, x := range r.Changes {
		table.Rows = append(table.Rows, []string{x.From.String(), t.sgiParts(x.SGI), fmt.Sprintf("%d %%", x.Extent), t.sgi(x.Text), refsText(x.Law)})
	}
	return table
}

func (t translate) sgiUplifts(r *sgi.Result) sgiTable {
	table := sgiTable{ID: "uplifts", Caption: t("sgi.uplifts"), Columns: []string{t("sgi.column.from"), t("sgi.column.before"), t("sgi.column.after"), t("sgi.column.why"), t("sgi.column.law")}}
	for _, u := range r.Uplifts {
		table.Rows = append(table.Rows, []string{u.On.String(), u.Before.Kronor(), u.After.Kronor(), t.sgi(u.Text), string(u.Law)})
	}
	return table
}

func (t translate) sgiRests(rests []sgi.Rest) sgiTable {
	table := sgiTable{ID: "rests", Caption: t("sgi.rests"), Columns: []string{t("field.benefit"), t("sgi.column.sgi"), t("sgi.column.why"), t("sgi.column.law")}}
	for _, x := range rests {
		name := string(x.Benefit)
		if b, ok := benefit.Parse(name); ok {
			name = t.benefit(b)
		}
		amount := t("sgi.unknown")
		if x.Known {
			amount = t.sgiParts(x.Parts)
		}
		table.Rows = append(table.Rows, []string{name, amount, t.sgi(x.Text), string(x.Law)})
	}
	return table
}

// sgiValue is a value of law in the unit a person reads it in.
func sgiValue(v statute.Value) string {
	switch v.Unit {
	case statute.Ore:
		return money.Amount(v.Int64).Kronor() + " kr"
	case statute.Ppm:
		whole, part := v.Int64/10_000, v.Int64%10_000
		if part == 0 {
			return fmt.Sprintf("%d %%", whole)
		}
		return strings.TrimRight(fmt.Sprintf("%d,%04d", whole, part), "0") + " %"
	case statute.Day:
		return calendar.Date(v.Int64).String()
	}
	return v.Text()
}
