package report_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/claim/recheck"
	"balans/steer/indicator"
	"balans/steer/report"
	"balans/testenv/require"
)

// cases is where the worked cases stand; README.md there says how they are written.
const cases = "../../testdata/cases"

func TestCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(cases, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name+"/sqlite", func(t *testing.T) { runCase(t, string(text), filepath.Join(t.TempDir(), "case.db")) })
		t.Run(name+"/postgres", func(t *testing.T) { runCase(t, string(text), require.Postgres(t)) })
	}
}

// block is a line that begins a part of a case, with the lines indented below it.
type block struct {
	line       int
	word, rest string // before and after the colon
	lines      []string
	at         []int // their numbers in the file
}

func blocksOf(text string) (all []block) {
	for n, line := range strings.Split(text, "\n") {
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case line[0] == ' ' && len(all) > 0:
			b := &all[len(all)-1]
			b.lines, b.at = append(b.lines, trimmed), append(b.at, n+1)
		default:
			word, rest, _ := strings.Cut(trimmed, ":")
			all = append(all, block{line: n + 1, word: word, rest: strings.TrimSpace(rest)})
		}
	}
	return all
}

// caseRun is a case being run.
type caseRun struct {
	*testing.T
	j              *journal.Journal
	claims, events []string // given and not yet imported
	warned         []string
	report         *report.Recovery
	evaluator      *indicator.Evaluator
	asked          int // questions answered
}

func runCase(t *testing.T, text, dsn string) {
	j, err := journal.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	r := &caseRun{T: t, j: j}
	for _, b := range blocksOf(text) {
		behind, isBehind := strings.CutPrefix(b.word, "then behind ")
		switch {
		case b.word == "case" || b.word == "source":
			if b.rest == "" {
				t.Errorf("line %d: the %s is not told", b.line, b.word)
			}
		case b.word == "given claims":
			r.claims = append(r.claims, csvLines(b.lines, r.claims)...)
		case b.word == "given events":
			r.events = append(r.events, csvLines(b.lines, r.events)...)
		case b.word == "warned":
			r.warned = append(r.warned, b.lines...)
		case b.word == "when report":
			r.importGiven(&b)
			r.ask(&b)
		case b.word == "then figures" && r.report != nil:
			r.figures(&b)
		case isBehind && r.report != nil:
			r.behind(&b, behind)
		default:
			t.Fatalf("line %d: %q is not known here", b.line, b.word)
		}
	}
	if r.asked == 0 || len(r.claims)+len(r.events) > 0 {
		t.Error("the case gives facts and asks nothing of them")
	}
}

// csvLines takes the spaces out; a header that was given before is left out.
func csvLines(lines, before []string) (out []string) {
	for i, line := range lines {
		fields := strings.Split(line, ",")
		for k := range fields {
			fields[k] = strings.TrimSpace(fields[k])
		}
		if line = strings.Join(fields, ","); i > 0 || len(before) == 0 {
			out = append(out, line)
		}
	}
	return out
}

// importGiven imports what was given since the last question.
func (r *caseRun) importGiven(b *block) {
	if len(r.claims)+len(r.events) == 0 {
		return
	}
	if len(r.claims) == 0 {
		r.claims = []string{"claim_id,debtor,benefit,authority,origin,decided_on,principal_ore"}
	}
	if len(r.events) == 0 {
		r.events = []string{"event_id,claim_id,kind,occurred_on,recorded_at,amount_ore,principal_ore"}
	}
	var warned []string
	im := claim.Import{Terms: termsOf(r.T), Actor: "case",
		Claims: claim.File{Name: "given claims", Reader: strings.NewReader(strings.Join(r.claims, "\n"))},
		Events: claim.File{Name: "given events", Reader: strings.NewReader(strings.Join(r.events, "\n"))},
		Warn:   func(f *claim.Refusal) { warned = append(warned, f.Claim+" "+f.Event.ID+" "+f.Rule.ID) }}
	result, err := im.Run(r.Context(), r.j)
	if err != nil {
		r.Fatalf("before line %d: %v", b.line, err)
	}
	if result.NewEvents+result.NewClaims != int64(len(r.claims)+len(r.events)-2) {
		r.Errorf("before line %d: not every line given is new: %+v", b.line, result)
	}
	if slices.Sort(warned); !slices.Equal(warned, sorted(r.warned)) {
		r.Errorf("before line %d: warned of %q; expected %q", b.line, warned, r.warned)
	}
	r.claims, r.events, r.warned = nil, nil, nil
}

func sorted(words []string) []string {
	words = slices.Clone(words)
	slices.Sort(words)
	return words
}

// termsOf are the terms of the law as they stand in the program.
func termsOf(t *testing.T) claim.Terms {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	value := func(name string) int {
		v, err := p.Value(name, claim.RegimeBorder)
		if err != nil {
			t.Fatal(err)
		}
		return int(v.Int64)
	}
	return claim.Terms{DueDays: value(statute.DueDays), FinalMonths: value(statute.FinalForceMonths),
		OldLimitYears: value(statute.LimitationYearsOld), NewLimitYears: value(statute.LimitationYearsNew)}
}

// ask makes the report: "as of DATE, known at DATE, NAME=VALUE …".
func (r *caseRun) ask(b *block) {
	q := report.Query{ByBenefit: true}
	var words []string
	for part := range strings.SplitSeq(b.rest, ",") {
		var err error
		part = strings.TrimSpace(part)
		if date, ok := strings.CutPrefix(part, "as of "); ok {
			q.AsOf, err = calendar.Parse(date)
		} else if date, ok := strings.CutPrefix(part, "known at "); ok {
			q.KnownAt, err = calendar.ParseInstant(date)
		} else {
			words = append(words, part)
		}
		if err != nil {
			r.Fatalf("line %d: %v", b.line, err)
		}
	}
	choice, err := indicator.ParseChoice(words)
	if err != nil {
		r.Fatalf("line %d: %v", b.line, err)
	}
	c, err := claim.ReadColumns(r.Context(), r.j, nil)
	if err != nil {
		r.Fatal(err)
	}
	if problems, err := recheck.Balances(context.Background(), r.j, c, nil); err != nil || len(problems) > 0 {
		r.Errorf("line %d: %v %v", b.line, problems, err)
	}
	if r.evaluator, err = indicator.New(c, choice); err != nil {
		r.Fatal(err)
	}
	if r.report, err = report.NewRecovery(r.evaluator, q); err != nil {
		r.Fatalf("line %d: %v", b.line, err)
	}
	if !r.report.Balanced() {
		r.Errorf("line %d: the stock does not follow from its flows", b.line)
	}
	r.asked++
}

const figureHeader = "figure | period | claims | kronor | share of claims | share of kronor"

// figures compares the cells of a table of answers.
func (r *caseRun) figures(b *block) {
	for i, line := range b.lines {
		cells := strings.Split(line, "|")
		for k := range cells {
			cells[k] = strings.TrimSpace(cells[k])
		}
		if i == 0 {
			if got := strings.Join(cells, " | "); got != figureHeader {
				r.Fatalf("line %d: the columns are to be %s", b.at[i], figureHeader)
			}
			continue
		}
		column := slices.IndexFunc(r.report.Columns[:], func(c report.Column) bool { return c.Label() == cells[1] })
		if len(cells) != 6 || column < 0 {
			r.Fatalf("line %d: six cells, and a period that the report has", b.at[i])
		}
		for k, got := range r.cellsOf(cells[0], column) {
			want := cells[2+k]
			if k == 1 && want != "" && want != "-" { // kronor as the report never prints them: to the öre
				a, err := money.Parse(want)
				if err != nil {
					r.Fatalf("line %d: %v", b.at[i], err)
				}
				want = a.String()
			}
			if want = strings.ReplaceAll(want, " ", ""); want != "" && strings.ReplaceAll(got, "\u00a0", "") != strings.ReplaceAll(want, "\u00a0", "") {
				r.Errorf("line %d: %s of %s: %s is %q; expected %q", b.at[i], cells[0], cells[1], strings.Split(figureHeader, " | ")[2+k], got, cells[2+k])
			}
		}
	}
}

// cellsOf are claims, kronor and both shares of a figure, as the report's tables
// have them; figures that no table prints come from the report itself.
func (r *caseRun) cellsOf(figure string, column int) [4]string {
	var got [4]string
	found := false
	for _, table := range r.report.Tables(&r.report.Total, report.Swedish) {
		for _, row := range table.Rows {
			for _, v := range row.Values {
				if v.Figure != figure || v.Column != column {
					continue
				}
				found = true
				switch {
				case v.Unit == report.Claims:
					got[0] = v.Text()
				case v.Unit == report.Million && v.Blank:
					got[1] = "-"
				case v.Unit == report.Million:
					got[1] = money.Amount(v.Exact).String()
				case table.ID == "stock_count":
					got[2] = v.Text()
				default:
					got[3] = v.Text()
				}
			}
		}
	}
	if found {
		return got
	}
	s := r.report.Total.Stock[column]
	c, ok := map[string]indicator.Cell{"returned": r.report.Total.Returned[column], "stock": s.All, "with_measure": s.WithMeasure, "new_unserved_strict": s.NewUnservedStrict}[figure]
	if !ok {
		r.Fatalf("the report has no figure %q", figure)
	}
	return [4]string{fmt.Sprint(c.Count), c.Amount.String(), "-", "-"}
}

// behind compares the claims that a figure opens to.
func (r *caseRun) behind(b *block, figure string) {
	f, ok := indicator.FigureByID(figure)
	if !ok {
		r.Fatalf("line %d: there is no figure %q", b.line, figure)
	}
	var hits []indicator.Hit
	var err error
	if f.Sort == indicator.Stock {
		hits, err = r.evaluator.ListStock(figure, r.report.AsOf, r.report.KnownAt)
	} else {
		hits, err = r.evaluator.ListFlow(figure, r.report.Columns[2].Span, r.report.KnownAt)
	}
	if err != nil {
		r.Fatalf("line %d: %v", b.line, err)
	}
	var got []string
	for _, h := range hits {
		got = append(got, r.evaluator.Columns().ID(h.Claim))
	}
	if want := sorted(strings.Fields(b.rest)); !slices.Equal(sorted(got), want) {
		r.Errorf("line %d: behind %s stand %v; expected %v", b.line, figure, sorted(got), want)
	}
	r.benefitsAddUp(b)
}

// benefitsAddUp holds the parts of the report against the whole.
func (r *caseRun) benefitsAddUp(b *block) {
	var sum report.Part
	for _, p := range r.report.Benefits {
		if p.Benefit == benefit.None {
			r.Errorf("line %d: a part of no benefit", b.line)
		}
		for i := range p.Stock {
			for _, x := range [][2]*indicator.Cell{{&sum.Decided[i], &p.Decided[i]}, {&sum.Referred[i], &p.Referred[i]}, {&sum.Returned[i], &p.Returned[i]},
				{&sum.Stock[i].All, &p.Stock[i].All}, {&sum.Stock[i].NewNotServed, &p.Stock[i].NewNotServed}, {&sum.Stock[i].OldNearLimitation, &p.Stock[i].OldNearLimitation}} {
				x[0].Count, x[0].Amount = x[0].Count+x[1].Count, x[0].Amount+x[1].Amount
			}
		}
	}
	whole := &r.report.Total
	for i := range whole.Stock {
		if sum.Decided[i] != whole.Decided[i] || sum.Referred[i] != whole.Referred[i] || sum.Returned[i] != whole.Returned[i] || sum.Stock[i].All != whole.Stock[i].All ||
			sum.Stock[i].NewNotServed != whole.Stock[i].NewNotServed || sum.Stock[i].OldNearLimitation != whole.Stock[i].OldNearLimitation {
			r.Errorf("line %d: the benefits do not add up to the whole in period %d", b.line, i)
		}
	}
}
