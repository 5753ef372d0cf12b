package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"

	"pgregory.net/rapid"
)

// drawnRecovery is a report with drawn numbers of a few benefits, and their sums.
func drawnRecovery(t *rapid.T) *Recovery {
	r := &Recovery{Query: Query{AsOf: calendar.New(2025, 2, 28), ByBenefit: true}, Columns: columnsFor(calendar.New(2025, 2, 28)), NearLimitationPossible: [3]bool{true, true, true}}
	cell := func() indicator.Cell {
		n := int64(rapid.SampledFrom([]int{0, 0, 1, 3, 4, 5, 8, 40, 900}).Draw(t, "count"))
		return indicator.Cell{Count: n, Amount: money.Amount(n * 123_457)}
	}
	add := func(to *indicator.Cell, c indicator.Cell) { to.Count, to.Amount = to.Count+c.Count, to.Amount+c.Amount }
	for _, b := range benefit.All()[:rapid.IntRange(1, 5).Draw(t, "benefits")] {
		p := Part{Benefit: b}
		for i := range p.Stock {
			s, whole := &p.Stock[i], &r.Total.Stock[i]
			p.Decided[i], p.Referred[i], p.Returned[i] = cell(), cell(), cell()
			add(&r.Total.Decided[i], p.Decided[i])
			add(&r.Total.Referred[i], p.Referred[i])
			add(&r.Total.Returned[i], p.Returned[i])
			for _, x := range [][2]*indicator.Cell{{&s.Old, &whole.Old}, {&s.OldAtKFM, &whole.OldAtKFM}, {&s.OldNearLimitation, &whole.OldNearLimitation},
				{&s.New, &whole.New}, {&s.NewNotServed, &whole.NewNotServed}, {&s.NewNearLimitation, &whole.NewNearLimitation}} {
				*x[0] = cell()
				add(x[1], *x[0])
			}
		}
		r.Benefits = append(r.Benefits, p)
	}
	return r
}

// In the files no small number stands, and none follows from a sum and the others.
func TestHideSmall_noFileGivesASmallNumber(t *testing.T) {
	const limit = 5
	hidden := 0
	rapid.Check(t, func(t *rapid.T) {
		r := drawnRecovery(t)
		if err := r.HideSmall(limit); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := r.Write(&file, "csv", English); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		type line struct{ table, figure, column, unit string }
		total, rest, dark := map[line]int64{}, map[line]int64{}, map[line]int{}
		for _, f := range records[1:] {
			k, n := line{f[3], f[9], f[5], f[6]}, int64(0)
			if f[9] == "" || f[6] == string(Percent) {
				continue
			}
			if f[7] == ".." {
				if f[8] != "" {
					t.Fatalf("hidden, and told: %v", f)
				}
				if f[2] == "" {
					total[k] = -1
				} else {
					dark[k]++
					hidden++
				}
				continue
			}
			if n, err = strconv.ParseInt(f[8], 10, 64); err != nil {
				t.Fatal(err)
			}
			if f[2] == "" {
				total[k] = n
				continue
			}
			if f[6] == string(Claims) && n > 0 && n < limit {
				t.Fatalf("a small number: %v", f)
			}
			rest[k] += n
		}
		for k, n := range dark {
			if left := total[k] - rest[k]; total[k] >= 0 && (n < 2 || k.unit == string(Claims) && left < limit+int64(n)) {
				t.Fatalf("%v: %d hidden numbers that add up to %d", k, n, left)
			}
		}
		for _, format := range []string{"text", "html", "xlsx", "json"} {
			var b bytes.Buffer
			if err := r.Write(&b, format, Swedish); err != nil {
				t.Fatal(err)
			}
			if format != "xlsx" && format != "json" && !strings.Contains(b.String(), r.HiddenNote(Swedish)) {
				t.Fatalf("%s does not say that numbers are hidden", format)
			}
			if format == "json" {
				noSmallJSON(t, b.Bytes(), limit)
			}
		}
	})
	if hidden == 0 {
		t.Error("nothing was hidden")
	}
}

// A sum that is hidden because one benefit has all of it does not stand among the causes that
// the stock changed by either.
func TestHideSmall_theAccountOfTheStock(t *testing.T) {
	three := indicator.Cell{Count: 3, Amount: money.Kronor(3_000)}
	for figure, c := range map[string]struct {
		kind claim.Kind
		of   func(p *Part) *[3]indicator.Cell
	}{
		"decided":  {claim.Decided, func(p *Part) *[3]indicator.Cell { return &p.Decided }},
		"referred": {claim.Referred, func(p *Part) *[3]indicator.Cell { return &p.Referred }},
		"returned": {claim.Returned, func(p *Part) *[3]indicator.Cell { return &p.Returned }},
	} {
		asOf := calendar.New(2025, 2, 28)
		r := &Recovery{Query: Query{AsOf: asOf, ByBenefit: true}, Columns: columnsFor(asOf), Benefits: []Part{{Benefit: benefit.All()[0]}, {Benefit: benefit.All()[1]}}}
		c.of(&r.Total)[2], c.of(&r.Benefits[0])[2] = three, three
		r.Total.Stock[2].NewByCause.Lines = []indicator.Line{{Kind: c.kind, Cell: three}}
		stands := func() bool {
			var file bytes.Buffer
			if err := r.Write(&file, "csv", English); err != nil {
				t.Fatal(err)
			}
			return strings.Contains(file.String(), "identity_new;") || strings.Contains(file.String(), ",identity_new,")
		}
		if !stands() {
			t.Fatalf("%s: there is no account of the stock to begin with", figure)
		}
		if err := r.HideSmall(5); err != nil {
			t.Fatal(err)
		}
		if !r.hides(&r.Total, figure, 2) || stands() {
			t.Errorf("%s: the sum is hidden: %v, and the account of the stock tells it: %v", figure, r.hides(&r.Total, figure, 2), stands())
		}
		var page bytes.Buffer
		if err := r.Write(&page, "text", English); err != nil || strings.Contains(page.String(), "must give closing") || !strings.Contains(page.String(), "The account is not shown") {
			t.Errorf("%s: a table without rows is not explained (%v):\n%s", figure, err, page.String())
		}
	}
}

func noSmallJSON(t *rapid.T, text []byte, limit int64) {
	var out jsonReport
	if err := json.Unmarshal(text, &out); err != nil || out.HiddenBelow != limit {
		t.Fatalf("%d %v", out.HiddenBelow, err)
	}
	for _, p := range out.ByBenefit {
		cells := []jsonCell{}
		for i := range p.Decided {
			s := p.Stock[i]
			cells = append(cells, p.Decided[i].jsonCell, p.Referred[i].jsonCell, p.Recalled[i].jsonCell, s.Old, s.OldAtKFM, s.OldNearLimitation, s.New, s.NewNotServed, s.NewNearLimitation)
		}
		for _, c := range cells {
			if (c.Count == nil) != (c.AmountOre == nil) || c.Count != nil && *c.Count > 0 && *c.Count < limit {
				t.Fatalf("%s: %+v", p.Benefit, c)
			}
		}
	}
}

func TestHideSmall_leavesTheWholeReportAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawnRecovery(t)
		var before, after bytes.Buffer
		r.Benefits = nil
		if err := r.Write(&before, "csv", Swedish); err != nil {
			t.Fatal(err)
		}
		if err := r.HideSmall(5); err != nil {
			t.Fatal(err)
		}
		if err := r.Write(&after, "csv", Swedish); err != nil || before.String() != after.String() || r.HiddenNote(Swedish) != "" {
			t.Fatalf("%v\n%s", err, after.String())
		}
	})
}
