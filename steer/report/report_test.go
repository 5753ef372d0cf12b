package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/casefile"
	"balans/steer/indicator"
	"balans/steer/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range a {
		if i == len(b) || a[i] != b[i] {
			t.Fatalf("%s:%d differs (go test -update writes it anew):\n%s", path, i+1, a[i])
		}
	}
	t.Fatalf("%s has more lines (go test -update writes it anew)", path)
}

// smallAgency is the claims of case E15 with every amount a thousand times as
// large, so that whole millions show.
func smallAgency(t *testing.T) *claim.Columns {
	t.Helper()
	const file = "../../testdata/cases/E15_indicators.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	claims, events, err := casefile.Facts(file, string(text))
	if err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "small.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	im := claim.Import{Terms: claim.Terms{DueDays: 30, FinalMonths: 2, OldLimitYears: 10, NewLimitYears: 5}, Actor: "test",
		Claims: claim.File{Name: "claims", Reader: strings.NewReader(thousandfold(claims, 6))},
		Events: claim.File{Name: "events", Reader: strings.NewReader(thousandfold(events, 5, 6))}}
	if _, err := im.Run(t.Context(), j); err != nil {
		t.Fatal(err)
	}
	c, err := claim.ReadColumns(t.Context(), j, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// thousandfold multiplies the amounts of some columns.
func thousandfold(file string, columns ...int) string {
	lines := strings.Split(file, "\n")
	for i, line := range lines[1:] {
		fields := strings.Split(line, ",")
		for _, k := range columns {
			if fields[k] != "" {
				fields[k] += "000"
			}
		}
		lines[i+1] = strings.Join(fields, ",")
	}
	return strings.Join(lines, "\n")
}

// smallReport is the report of the small agency, as of the date of the real one.
func smallReport(t *testing.T, byBenefit bool, words ...string) *report.Recovery {
	t.Helper()
	choice, err := indicator.ParseChoice(words)
	if err != nil {
		t.Fatal(err)
	}
	return reportAsOf(t, smallAgency(t), report.Query{AsOf: calendar.New(2025, 2, 28), KnownAt: calendar.EndOfDay(calendar.New(2025, 4, 25)), ByBenefit: byBenefit}, choice)
}

func reportAsOf(t *testing.T, c *claim.Columns, q report.Query, choice indicator.Choice) *report.Recovery {
	t.Helper()
	e, err := indicator.New(c, choice)
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.NewRecovery(e, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t *testing.T, r *report.Recovery, format string, l report.Language) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b, format, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWrite_everyFormatInBothLanguages(t *testing.T) {
	whole, parts := smallReport(t, false), smallReport(t, true, "authority=all", "deferral=yes")
	for _, l := range []report.Language{report.Swedish, report.English} {
		for _, format := range []string{"text", "csv", "html"} {
			golden(t, fmt.Sprintf("recovery_%s.golden.%s", l, format), written(t, whole, format, l))
		}
		golden(t, fmt.Sprintf("recovery_by_benefit_%s.golden.text", l), written(t, parts, "text", l))
	}
	golden(t, "recovery.golden.json", written(t, whole, "json", report.Swedish))
	golden(t, "recovery_by_benefit.golden.json", written(t, parts, "json", report.Swedish))
	golden(t, "recovery_by_benefit.golden.csv", written(t, parts, "csv", report.Swedish))
	if err := whole.Write(&bytes.Buffer{}, "pdf", report.Swedish); err == nil || err.Error() != `there is no format "pdf"; the formats are text, json, csv, xlsx, html` {
		t.Error(err)
	}
}

// The spreadsheet holds the very numbers of the tables, as numbers.
func TestWrite_theSpreadsheetHasTheSameNumbers(t *testing.T) {
	r := smallReport(t, true, "authority=all")
	for _, l := range []report.Language{report.Swedish, report.English} {
		f, err := excelize.OpenReader(bytes.NewReader(written(t, r, "xlsx", l)))
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		parts := []*report.Part{&r.Total}
		for i := range r.Benefits {
			parts = append(parts, &r.Benefits[i])
		}
		if len(sheets) != len(parts) {
			t.Fatalf("%d sheets for %d parts: %q", len(sheets), len(parts), sheets)
		}
		for i, sheet := range sheets {
			rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			at := 0
			for _, table := range r.Tables(parts[i], l) {
				for at < len(rows) && (len(rows[at]) == 0 || rows[at][0] != table.Title) {
					at++
				}
				if at+1 >= len(rows) || !slices.Equal(rows[at+1][1:], table.Columns) {
					t.Fatalf("%s: the table %s or its columns are not there", sheet, table.ID)
				}
				at += 2
				for _, row := range table.Rows {
					cells := rows[at]
					if strings.TrimSpace(cells[0]) != row.Label || len(cells) != 1+len(row.Values) {
						t.Fatalf("%s, %s: %q for %s", sheet, table.ID, cells, row.Label)
					}
					for k, v := range row.Values {
						if want := inSheet(v); !sameNumber(cells[k+1], want) {
							t.Errorf("%s, %s, %s: %q; expected %q", sheet, table.ID, row.Label, cells[k+1], want)
						}
						name, _ := excelize.CoordinatesToCellName(k+2, at+1)
						if typ, err := f.GetCellType(sheet, name); err != nil || !v.Blank && typ != excelize.CellTypeUnset && typ != excelize.CellTypeNumber {
							t.Errorf("%s, %s: %s holds a text (%v %v)", sheet, table.ID, name, typ, err)
						}
						if shown, err := f.GetCellValue(sheet, name); err != nil || strings.ReplaceAll(shown, " ", "") != strings.ReplaceAll(strings.ReplaceAll(v.Text(), "\u00a0", ""), "\u2212", "-") {
							t.Errorf("%s, %s, %s: shown as %q, printed %q (%v)", sheet, table.ID, row.Label, shown, v.Text(), err)
						}
					}
					at++
				}
			}
		}
	}
}

// inSheet is what a value is in a sheet: claims, million kronor with all their
// decimals, or a fraction.
func inSheet(v report.Value) string {
	switch {
	case v.Blank:
		return "-"
	case v.Unit == report.Million:
		sign := ""
		if v.Exact < 0 {
			sign = "-"
		}
		size := max(v.Exact, -v.Exact)
		return fmt.Sprintf("%s%d.%08d", sign, size/100_000_000, size%100_000_000)
	case v.Unit == report.Percent:
		return fmt.Sprintf("%d.%02d", v.Shown/100, v.Shown%100)
	}
	return strconv.FormatInt(v.Exact, 10)
}

func sameNumber(a, b string) bool {
	trim := func(s string) string {
		if strings.Contains(s, ".") {
			s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
		}
		return s
	}
	return trim(a) == trim(b)
}

// Sheet names are cut; none may become another's.
func TestWrite_everyBenefitGetsASheetOfItsOwn(t *testing.T) {
	var b claim.Builder
	for i, code := range benefit.All() {
		d := claim.Decision{ID: fmt.Sprint("C", i), Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: code, DecidedOn: calendar.New(2024, 5, 6), Principal: money.Amount(100 + i)}
		if _, err := b.AddDecision(&d); err != nil {
			t.Fatal(err)
		}
	}
	r := reportAsOf(t, b.Build(journal.Head{}), report.Query{AsOf: calendar.New(2025, 2, 28), KnownAt: calendar.EndOfDay(calendar.New(2025, 2, 28)), ByBenefit: true}, nil)
	if len(r.Benefits) != len(benefit.All()) {
		t.Fatalf("%d of %d benefits", len(r.Benefits), len(benefit.All()))
	}
	for _, l := range []report.Language{report.Swedish, report.English} {
		f, err := excelize.OpenReader(bytes.NewReader(written(t, r, "xlsx", l)))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(f.GetSheetList()); n != 1+len(r.Benefits) {
			t.Errorf("%d sheets for %d benefits", n, len(r.Benefits))
		}
	}
}

// A line of the CSV for each cell that is printed, and it opens to the same.
func TestWrite_theCSVHasEveryCell(t *testing.T) {
	r := smallReport(t, true)
	lines, err := csv.NewReader(bytes.NewReader(written(t, r, "csv", report.Swedish))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := 1
	parts := []*report.Part{&r.Total}
	for i := range r.Benefits {
		parts = append(parts, &r.Benefits[i])
	}
	for _, p := range parts {
		for _, table := range r.Tables(p, report.Swedish) {
			for _, row := range table.Rows {
				for i, v := range row.Values {
					if v.Blank {
						continue
					}
					want := []string{"2025-02-28", "2025-04-25", p.Benefit.String(), table.ID, row.Label, table.Columns[i], string(v.Unit), strconv.FormatInt(v.Shown, 10), strconv.FormatInt(v.Exact, 10), v.Figure}
					if v.Unit == report.Percent {
						want[8] = ""
					}
					if at >= len(lines) || !slices.Equal(lines[at], want) {
						t.Fatalf("line %d: %q; expected %q", at+1, lines[min(at, len(lines)-1)], want)
					}
					at++
				}
			}
		}
	}
	if at != len(lines) {
		t.Errorf("%d lines more", len(lines)-at)
	}
}

func TestColumns_areTwoFullYearsAndTheYearSoFar(t *testing.T) {
	c := smallAgency(t)
	for _, x := range []struct{ asOf, labels, sv, en string }{
		{"2025-02-28", "2023 2024 2025-02", "2023|2024|Ack. t.o.m. 2025 02", "2023|2024|Acc. to 2025 02"},
		{"2025-02-14", "2023 2024 2025-02-14", "2023|2024|Ack. t.o.m. 2025 02 14", "2023|2024|Acc. to 2025 02 14"},
		{"2025-12-31", "2023 2024 2025", "2023|2024|2025", "2023|2024|2025"},
		{"2025-01-01", "2023 2024 2025-01-01", "2023|2024|Ack. t.o.m. 2025 01 01", "2023|2024|Acc. to 2025 01 01"},
		{"2024-02-28", "2022 2023 2024-02-28", "2022|2023|Ack. t.o.m. 2024 02 28", "2022|2023|Acc. to 2024 02 28"},
		{"2024-02-29", "2022 2023 2024-02", "2022|2023|Ack. t.o.m. 2024 02", "2022|2023|Acc. to 2024 02"},
	} {
		asOf, err := calendar.Parse(x.asOf)
		if err != nil {
			t.Fatal(err)
		}
		r := reportAsOf(t, c, report.Query{AsOf: asOf, KnownAt: calendar.EndOfDay(asOf)}, nil)
		var labels []string
		for _, column := range r.Columns {
			labels = append(labels, column.Label())
		}
		if got := strings.Join(labels, " "); got != x.labels {
			t.Errorf("as of %s: %s", x.asOf, got)
		}
		for l, want := range map[report.Language]string{report.Swedish: x.sv, report.English: x.en} {
			tables := r.Tables(&r.Total, l)
			if got := strings.Join(tables[0].Columns, "|"); got != want {
				t.Errorf("as of %s: %s", x.asOf, got)
			}
			if got := len(tables[1].Columns); got != 6 {
				t.Errorf("as of %s: %d columns of the stock", x.asOf, got)
			}
		}
		if spans := r.Columns; spans[0].Span.From != asOf.FirstOfYear().AddYears(-2) || spans[1].Span.From != spans[0].Span.To+1 || spans[2].Span.From != spans[1].Span.To+1 || spans[2].Span.To != asOf {
			t.Errorf("as of %s: %v", x.asOf, spans)
		}
		if !r.Balanced() {
			t.Errorf("as of %s: not balanced", x.asOf)
		}
	}
	for _, far := range []calendar.Date{calendar.New(1902, 12, 31), calendar.New(2079, 1, 1)} {
		e, _ := indicator.New(c, nil)
		if _, err := report.NewRecovery(e, report.Query{AsOf: far, KnownAt: calendar.EndOfDay(far)}); err == nil {
			t.Errorf("a report as of %s", far)
		}
	}
}

// No NEW claim can be near limitation before 2026-09-01; the report then prints a
// dash, and a number from that day on.
func TestTables_printADashWhereNoNewClaimCanBeNearLimitation(t *testing.T) {
	c := smallAgency(t)
	for day, want := range map[calendar.Date]string{calendar.New(2026, 8, 31): "- - -", calendar.New(2026, 9, 1): "- - 0", calendar.New(2027, 12, 31): "- 0 1"} {
		r := reportAsOf(t, c, report.Query{AsOf: day, KnownAt: calendar.EndOfDay(day)}, nil)
		for _, table := range r.Tables(&r.Total, report.Swedish)[1:2] {
			row := table.Rows[5]
			if got := row.Values[0].Text() + " " + row.Values[1].Text() + " " + row.Values[2].Text(); got != want {
				t.Errorf("as of %s: %s; expected %s", day, got, want)
			}
		}
	}
}

func TestLastMonthEnd(t *testing.T) {
	for day, want := range map[string]string{"2025-02-28": "2025-02-28", "2025-03-01": "2025-02-28", "2024-02-28": "2024-01-31", "2024-02-29": "2024-02-29", "2025-01-01": "2024-12-31", "2025-12-31": "2025-12-31"} {
		d, err := calendar.Parse(day)
		if err != nil {
			t.Fatal(err)
		}
		if got := report.LastMonthEnd(d).String(); got != want {
			t.Errorf("%s: %s; expected %s", day, got, want)
		}
	}
}

func TestKindText_namesEveryKindInBothLanguages(t *testing.T) {
	for _, k := range claim.Kinds() {
		if sv, en := report.KindText(k, report.Swedish), report.KindText(k, report.English); sv == "" || en == "" || sv == en {
			t.Errorf("%s: %q, %q", k, sv, en)
		}
	}
}

func TestKnownText(t *testing.T) {
	for _, x := range []struct{ at, want string }{{"2025-02-28", "2025-02-28"}, {"2025-02-28T22:59:59.999999Z", "2025-02-28"}, {"2025-02-28T22:59:59Z", "2025-02-28T22:59:59.000000Z"}} {
		i, err := calendar.ParseInstant(x.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := report.KnownText(i); got != x.want {
			t.Errorf("%s: %s", x.at, got)
		}
	}
}

// The JSON form is what other programs rely on: names and öre.
func TestWrite_theJSONHasTheFiguresInOre(t *testing.T) {
	var got struct {
		AsOf  string `json:"as_of"`
		Stock []struct {
			Column       string `json:"column"`
			NewNotServed struct {
				Count     int64 `json:"count"`
				AmountOre int64 `json:"amount_ore"`
			} `json:"new_not_served"`
		} `json:"stock"`
		Balanced   bool              `json:"balanced"`
		Parameters map[string]string `json:"parameters"`
	}
	if err := json.Unmarshal(written(t, smallReport(t, false), "json", report.English), &got); err != nil {
		t.Fatal(err)
	}
	if s := got.Stock[2]; got.AsOf != "2025-02-28" || s.Column != "2025-02" || s.NewNotServed.Count != 4 || s.NewNotServed.AmountOre != 1_830_000_000 || !got.Balanced || len(got.Parameters) != len(indicator.Parameters()) {
		t.Errorf("%+v", got)
	}
}
