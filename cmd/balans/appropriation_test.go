package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	bookingHeader = "voucher;date;account;kind;amount;purpose;count;text\n"
	payoutHeader  = "payout;paid_on;benefit;party;gross;tax;text\n"
	mappingHeader = "sie_account;object_dim;object_id;account;kind;sign\n"
)

// table is a table of a command's CSV: cells by row and column.
type table map[string]map[string]string

// tables reads the CSV of the books by the names of their tables.
func tables(t *testing.T, text string) map[string]table {
	t.Helper()
	all := map[string]table{}
	var head []string
	for _, r := range rowsOf(t, text) {
		if r[0] == "table" {
			head = r
			continue
		}
		if len(r) != len(head) {
			t.Fatalf("%q has other columns than %q", r, head)
		}
		if all[r[0]] == nil {
			all[r[0]] = table{}
		}
		row := map[string]string{}
		for i, name := range head {
			row[name] = r[i]
		}
		all[r[0]][r[1]] = row
	}
	return all
}

// ore is the amount of a cell.
func (b table) ore(t *testing.T, row, column string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.Replace(b[row][column], ",", "", 1), 10, 64)
	if err != nil {
		t.Fatalf("%s of %q: %v", column, row, err)
	}
	return n
}

// csvOf is the tables that a command shows.
func (s steering) csvOf(args ...string) map[string]table {
	s.t.Helper()
	return tables(s.t, s.does(append(append([]string{"appropriation"}, args...), "--format", "csv")...))
}

// isItem tells an item from the sums over items.
func isItem(row string) bool { return strings.Contains(row, " ap.") }

const administration = "UO10 2:1 ap.1"

func TestAppropriation_accountAddsUp(t *testing.T) {
	s := demonstration(t)
	all := s.csvOf("account", "--month", "2025-10")
	account := all["account"]
	if account["Total"]["allotted"] != "255128660000,00" || account[administration]["opening"] != "211402318,45" || account[administration]["allotted"] != "10804646000,00" {
		t.Errorf("%v\n%v", account["Total"], account[administration])
	}
	if c := all["changes"][administration]; c["allotted"] != "10804646000,00" || c["edition"] != "2025-2" || c["from"] != "2025-06-26" {
		t.Errorf("%v", c)
	}
	sums := map[string]int64{}
	for row := range account {
		o := func(column string) int64 { return account.ore(t, row, column) }
		if o("opening")+o("allotted")+o("reallocated")+o("exceeded")+o("withdrawn") != o("total") || o("total")-o("outgoings")+o("income") != o("closing") {
			t.Errorf("%s: %v", row, account[row])
		}
		if isItem(row) {
			for _, column := range []string{"opening", "allotted", "total", "outgoings", "income", "closing"} {
				sums[column] += o(column)
			}
		}
	}
	for column, sum := range sums {
		if total := account.ore(t, "Total", column); total != sum {
			t.Errorf("%s: the items are %d öre together, the total is %d", column, sum, total)
		}
	}

	out := s.does("appropriation", "account", "--month", "2025-10")
	says(t, out, "Account of appropriations 2025 to 2025-10-31, by edition 2025-2, amounts in tkr", "10 804 646")
	says(t, s.does("appropriation", "account", "--month", "2025-10", "--unit", "kronor"), "amounts in kronor", "211 402 318,45")
	var shown []struct {
		Table string
		Rows  []struct {
			Row   string
			Cells map[string]any
		}
	}
	if err := json.Unmarshal([]byte(s.does("appropriation", "account", "--month", "2025-10", "--format", "json")), &shown); err != nil {
		t.Fatal(err)
	}
	if total := shown[0].Rows[0]; shown[0].Table != "account" || total.Row != "Total" || total.Cells["allotted"] != float64(25512866000000) || total.Cells["closing"] != float64(account.ore(t, "Total", "closing")) {
		t.Errorf("%+v", total)
	}

	// As known in spring, the letter of the spring had not come.
	early := s.csvOf("account", "--known-at", "2025-03-31")["account"]
	if early["Total"]["allotted"] != "255074660000,00" || early.ore(t, "Total", "outgoings") >= account.ore(t, "Total", "outgoings") {
		t.Errorf("%v", early["Total"])
	}
	if _, errs := balans(t, exitFailed, "appropriation", "account", "--db", s.db, "--known-at", "2024-12-19"); !strings.Contains(errs, "no edition for 2024 was confirmed by 2024-12-19") {
		t.Errorf("before there was a letter: %s", errs)
	}
}

// The months of the outcome are those of the year so far, and each item's own.
func TestAppropriation_outcomeIsTheSumOfItsMonths(t *testing.T) {
	s := demonstration(t)
	last := s.csvOf("outcome", "--month", "2025-10")["outcome"]
	var months, before, own int64
	for m := 1; m <= 10; m++ {
		one := s.csvOf("outcome", "--month", fmt.Sprintf("2025-%02d", m))["outcome"]
		months += one.ore(t, "Total", "month")
		before += one.ore(t, "Total", "month_before")
		own += one.ore(t, administration, "month")
		if o := func(c string) int64 { return one.ore(t, "Total", c) }; o("month")-o("month_before") != o("month_change") || o("to_date") != months || o("to_date_before") != before {
			t.Errorf("month %d: %v", m, one["Total"])
		}
	}
	if own != last.ore(t, administration, "to_date") || last["Total"]["budget"] != "255128660000,00" {
		t.Errorf("%d, %v", own, last[administration])
	}
	item := s.csvOf("item", administration, "--month", "2025-10")
	for month, row := range item["months"] {
		own -= item["months"].ore(t, month, "outcome")
		if row["outcome"] == "" {
			t.Errorf("%s is not known", month)
		}
	}
	if own != 0 || len(item["months"]) != 10 {
		t.Errorf("%d öre are left over %d months", own, len(item["months"]))
	}
	var booked int64
	for line, row := range item["lines"] {
		switch row["kind"] {
		case "payment":
			booked += item["lines"].ore(t, line, "amount")
		case "repayment":
			booked -= item["lines"].ore(t, line, "amount")
		}
	}
	if booked != last.ore(t, administration, "to_date") {
		t.Errorf("behind the figures are %d öre, not %s", booked, last[administration]["to_date"])
	}
}

func TestAppropriation_limitsAndWhatStandsBeside(t *testing.T) {
	s := demonstration(t)
	limits := s.csvOf("limits", "--month", "2025-12")["limits"]
	if len(limits) < 50 {
		t.Errorf("%d limits", len(limits))
	}
	for id, row := range limits {
		if amount, used, left := limits.ore(t, id, "amount"), limits.ore(t, id, "used"), limits.ore(t, id, "left"); amount-used != left || (left < 0) != (row["level"] == "over") {
			t.Errorf("%s: %v", id, row)
		}
	}
	frame := limits[administration+"/disposable"]
	if frame["amount"] != "11338567318,45" || frame["level"] != "warns" || frame["line"] != "548" || !strings.Contains(frame["law"], "6 § anslagsförordningen") {
		t.Errorf("%v", frame)
	}
	if paid := limits[administration+"/samhallsskydd-beredskap"]; paid["amount"] != "1434500,00" || paid["used"] != "1434500,00" || paid["level"] != "at the limit" {
		t.Errorf("%v", paid)
	}

	beside := s.csvOf("beside", "--month", "2025-10")
	interest := beside["interest_account"]
	if sum := interest.ore(t, "Opening", "amount") + interest.ore(t, "Transferred in", "amount") + interest.ore(t, "Paid out", "amount") + interest.ore(t, "Interest", "amount"); sum != interest.ore(t, "Closing", "amount") {
		t.Errorf("%v", interest)
	}
	if plan := beside["plan"]; len(plan) != 12 || plan["2025-07-25"]["planned"] != "904887000,00" || plan["2025-10-25"]["received"] != "904887000,00" || plan["2025-11-25"]["difference"] != "" {
		t.Errorf("%v", plan)
	}
	fees := beside["fees"]
	for name := range fees {
		if o := func(c string) int64 { return fees.ore(t, name, c) }; o("income")-o("cost") != o("result") || o("opening")+o("result") != o("accumulated") {
			t.Errorf("%s: %v", name, fees[name])
		}
	}
	debts := beside["debts"]
	for name := range debts {
		if o := func(c string) int64 { return debts.ore(t, name, c) }; o("opening")+o("drawn")-o("repaid") != o("closing") {
			t.Errorf("%s: %v", name, debts[name])
		}
	}
	if a := beside["authorisations"]["UO10 1:6 ap.10"]; len(debts) != 2 || len(fees) != 8 || a["outstanding"] != "31008000,00" || beside["due"]["UO10 1:6 ap.10"] == nil {
		t.Errorf("%v", beside)
	}

	carry := s.csvOf("carry")["carry_over"]
	own := carry[administration]
	if own["terms"] != "3 %" || own["credit"] != "322519000,00" {
		t.Errorf("%v", own)
	}
	for row := range carry {
		if isItem(row) {
			o := func(c string) int64 { return carry.ore(t, row, c) }
			if closing := o("closing"); o("keeps")+o("lapses") != max(closing, 0) || o("credit_used") != max(-closing, 0) || o("credit_used")+o("credit_left") != o("credit") {
				t.Errorf("%s: %v", row, carry[row])
			}
		}
	}
	out := s.does("appropriation", "report", "--month", "2025-10")
	says(t, out, "Outcome of Oct 2025", "Account of appropriations 2025 to 2025-10-31", "Limits, amounts in tkr", "Checked to the öre:")
	if whole := s.csvOf("report", "--month", "2025-10"); whole["outcome"]["Total"]["month"] != s.csvOf("outcome", "--month", "2025-10")["outcome"]["Total"]["month"] || whole["account"]["Total"]["closing"] == "" {
		t.Errorf("%v", whole["outcome"]["Total"])
	}
}

// What is written as open data is read back without a difference, and one krona more in it
// is found.
func TestAppropriation_exportIsReadBack(t *testing.T) {
	s := demonstration(t)
	months := s.does("appropriation", "export", "months")
	out := s.does("appropriation", "compare", written(t, "months.csv", months))
	says(t, out, "Published figures for 2025 against the books: 0 differences")
	rows := rowsOf(t, strings.TrimPrefix(months, "\ufeff"))
	var sum, want int64
	outcome := s.csvOf("outcome", "--month", "2025-10")["outcome"]
	for _, r := range rows[1:] {
		if r[2] == "1002001" {
			for _, cell := range r[11:21] {
				whole, part, _ := strings.Cut(cell, ",") // million kronor
				n, err := strconv.ParseInt(whole+(part + "00000000")[:8], 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				sum += n
			}
		}
	}
	if want = outcome.ore(t, administration, "to_date"); sum != want {
		t.Errorf("the file has %d öre of %s until October, the books %d", sum, administration, want)
	}
	october := regexp.MustCompile(`(?m)^(10;[^;]*;1002001;(?:[^;]*;){8}(?:[^;]*;){9}[0-9]*),([0-9])`)
	changed := october.ReplaceAllStringFunc(months, func(m string) string { // 100 000 kronor more or less
		digit := m[len(m)-1]
		return m[:len(m)-1] + string('0'+(digit-'0'+1)%10)
	})
	if changed == months {
		t.Fatal("the file has no October of the item")
	}
	differences := s.csvOf("compare", written(t, "changed.csv", changed))["differences"]
	if d := differences[administration]; len(differences) != 1 || d["month"] != "2025-10" || strings.TrimPrefix(d["difference"], "-") == "" || d["ours"] == d["theirs"] {
		t.Errorf("%v", differences)
	}

	year := rowsOf(t, strings.TrimPrefix(s.does("appropriation", "export", "year", "--year", "2025"), "\ufeff"))
	found := false
	for _, r := range year[1:] { // in million kronor
		if strings.Join(r[2:5], ";") == "1002001;Försäkringskassan;2025" {
			found = strings.Join(r[5:13], ";") == "211,40231845;10750,646;54;0;0;10761,427416;322,519;254,62090245"
		}
	}
	if len(year) != 19 || !found {
		t.Errorf("%q", year)
	}
	half, errs := balans(t, exitOK, "appropriation", "export", "year", "--year", "2025", "--known-at", "2025-07-01", "--db", s.db)
	says(t, errs, "2025 had not ended on 2025-07-01, so Utfall and Utgående överföringsbelopp are empty")
	for _, r := range rowsOf(t, strings.TrimPrefix(half, "\ufeff"))[1:] {
		if r[10] != "" || r[12] != "" || r[6] == "" {
			t.Errorf("%q", r)
		}
	}
	renamed := strings.ReplaceAll(s.does("appropriation", "export", "months", "--organisation", "2021005521"), ";Försäkringskassan;2021005521;", ";Kassan;2021005521;")
	_, errs = balans(t, exitOK, "appropriation", "compare", written(t, "renamed.csv", renamed), "--db", s.db)
	says(t, errs, "renamed.csv: rows set aside: 46 of Kassan 2021005521")
	out = s.does("appropriation", "compare", written(t, "renamed.csv", renamed), "--organisation", "202100-5521")
	says(t, out, "0 differences")
	s.refuses(exitUsage, []string{"appropriation", "export", "days"}, `export takes year or months, not "days"`)
	s.refuses(exitFailed, []string{"appropriation", "compare", written(t, "other.csv", bookingHeader)}, "other.csv:1", "lacks the columns")
	s.refuses(exitFailed, []string{"appropriation", "export", "months", "--year", "2031"}, "no edition for 2031", "take one in")
}

// What is kept of the year before stands beside the month, and takes the place of what was
// kept before.
func TestAppropriation_keepsThePublishedOutcomeOfTheYearBefore(t *testing.T) {
	s := demonstration(t)
	same := s.does("appropriation", "export", "months", "--organisation", "2021005521")
	if rows := rowsOf(t, strings.TrimPrefix(same, "\ufeff")); rows[1][8] != "Försäkringskassan" || rows[1][9] != "2021005521" || rows[1][10] != "2025" {
		t.Fatalf("%q", rows[1])
	}
	earlier := written(t, "2024.csv", strings.ReplaceAll(same, ";2025;", ";2024;"))
	keep := []string{"appropriation", "published", earlier, "--year", "2024", "--by", "karin"}
	was := s.csvOf("outcome", "--month", "2025-10")["outcome"]["Total"]["month_before"]
	says(t, s.does(append(keep, "--dry-run")...), "Would keep the outcome of 2024 for Försäkringskassan, 46 items.")
	if now := s.csvOf("outcome", "--month", "2025-10")["outcome"]["Total"]["month_before"]; now != was {
		t.Errorf("a dry run kept %s, which was %s", now, was)
	}
	says(t, s.does(keep...), "Kept the outcome of 2024 for Försäkringskassan, 46 items.")
	for row, cells := range s.csvOf("outcome", "--month", "2025-10")["outcome"] {
		if cells["month"] != cells["month_before"] || cells["to_date"] != cells["to_date_before"] || cells["month_change"] != "0,00" {
			t.Errorf("%s: %v", row, cells)
		}
	}
	s.refuses(exitUsage, []string{"appropriation", "published", earlier, "--by", "karin"}, "--year is to say which year of the file is kept")
	s.refuses(exitUsage, keep[:5], "--by is to name")
	s.refuses(exitFailed, []string{"appropriation", "published", earlier, "--year", "2023", "--by", "karin"}, "no row of this year and agency: 2023, Försäkringskassan")
	s.refuses(exitFailed, []string{"appropriation", "published", written(t, "b.csv", bookingHeader), "--year", "2024", "--by", "karin"}, "b.csv:1", "lacks the columns")
	bare := fresh(t)
	bare.refuses(exitFailed, keep, "no letter is taken into")
}

func TestAppropriation_books(t *testing.T) {
	s := demonstration(t)
	used := func() int64 {
		return s.csvOf("limits", "--month", "2025-12")["limits"].ore(t, administration+"/disposable", "used")
	}
	before := used()
	file := written(t, "november.csv", bookingHeader+"K1;2025-11-20;UO10 2:1 ap.1;payment;1 000,50;;1;hyra\nK2;2025-11-21;UO10 2:1 ap.1;repayment;0,50;;;\nK3;2025-11-21;loans;taken;5;;;\n")
	says(t, s.does("appropriation", "book", file, "--by", "karin", "--dry-run"), "Would book 3 bookings.", administration+"/disposable: warns, ")
	if used() != before {
		t.Error("a dry run booked")
	}
	says(t, s.does("appropriation", "book", file, "--by", "karin"), "Booked 3 bookings.")
	if n := used(); n != before+100_000 {
		t.Errorf("%d öre more are used, not 100000", n-before)
	}
	says(t, s.does("appropriation", "book", file, "--by", "karin"), "Booked 0 bookings; 3 rows already booked.")
	both := written(t, "more.csv", contents(t, file)+"K4;2025-11-24;UO10 2:1 ap.1;payment;2;;;\n")
	says(t, s.does("appropriation", "book", both, "--by", "karin"), "Booked 1 booking; 3 rows already booked.")
	if n := used(); n != before+100_200 {
		t.Errorf("%d öre more are used, not 100200", n-before)
	}
	line := s.csvOf("item", administration)["lines"]["K1"]
	if line["day"] != "2025-11-20" || line["amount"] != "1000,50" || line["from"] != "hyra" {
		t.Errorf("%v", line)
	}
	for text, says := range map[string][]string{
		"K1;2025-11-20;UO10 2:1 ap.1;payment;1 000,51;;1;hyra\n":         {"b.csv:2: voucher K1 on UO10 2:1 ap.1: the voucher was booked by karin", "as 2025-11-20 payment 1 000,50", "under a new voucher"},
		"A;2025-11-31;loans;taken;5;;;\nB;2025-11-30;loans;taken;x;;;\n": {`b.csv:2:3: date is "2025-11-31"; expected a date written YYYY-MM-DD`, `b.csv:3:26: amount is "x"; expected an amount in kronor`},
		"A;2025-11-30;UO10 2:1 ap.7;payment;5;;;\n":                      {"b.csv:2: voucher A on UO10 2:1 ap.7: edition 2025-2 of the letter has no such account; those of its class are: UO9 1:4 ap.1;"},
		"A;2025-11-30;UO9 1:4 ap.4;payment;5;;;\n":                       {"the item is disposed of by Socialstyrelsen (edition 2025-2, line 298)"},
		"A;2025-11-30;UO10 2:1 ap.1;gift;5;;;\n":                         {`b.csv:2: voucher A on UO10 2:1 ap.1: there is no kind "gift"`, "the kinds are payment, "},
		"A;2025-11-30;UO10 2:1 ap.1;payment;5;x;;\n":                     {`the purpose "x" is unknown; the letter's are: `, "samhallsskydd-beredskap"},
		"A;2025-11-30;UO10 2:1 ap.1;income;5;;;\n":                       {"does not order that income is accounted gross on the item; book what comes back as repayment"},
		"A;2079-11-30;loans;taken;5;;;\n":                                {"the day 2079-11-30 lies ahead"},
		"A;2025-11-30;UO10 2:1 ap.1;reallocated;-5;;;\n":                 {"b.csv:2: voucher A on UO10 2:1 ap.1"},
		"A;2025-11-30;commitments:UO10 1:6 ap.10;committed;5;2031;;\n":   {"the commitment falls due in 2031; the authorisation (edition 2025-2, line 814) ends in 2027"},
		"": {"there is nothing to book"},
		"A;2025-11-30;UO12 1:1 ap.1;payment;5;;;\nB;2025-11-30;UO12 1:1 ap.9;payment;5;;;\n": {"balans appropriation: nothing was booked; refused: 1\nb.csv:3: voucher B on UO12 1:1 ap.9"},
	} {
		s.refuses(exitFailed, []string{"appropriation", "book", written(t, "b.csv", bookingHeader+text), "--by", "karin"}, says...)
	}
	s.refuses(exitFailed, []string{"appropriation", "book", written(t, "b.csv", "a;b\n"), "--by", "karin"}, `b.csv:1:1: found "a;b"; expected the header voucher;date;account;`)
	if n := used(); n != before+100_200 {
		t.Errorf("what was refused changed the books by %d öre", n-before-100_200)
	}
}

// What passes a limit is refused, and with a reason booked, shown and kept.
func TestAppropriation_passesALimitOnlyWithAReason(t *testing.T) {
	s := demonstration(t)
	const limit = "UO10 1:4 ap.5/disposable"
	was := s.csvOf("limits", "--month", "2025-12")["limits"][limit]
	file := written(t, "over.csv", bookingHeader+"K20;2025-12-30;UO10 1:4 ap.5;payment;90 000 000;;1;livränta\nK21;2025-12-30;UO12 1:1 ap.1;payment;5;;;\n")
	book := []string{"appropriation", "book", file, "--by", "karin"}
	s.refuses(exitFailed, book, "nothing was booked; refused: 1\nover.csv:2: voucher K20 on UO10 1:4 ap.5: it passes the limit "+limit+": 2 255 311 208,00 of 2 253 300 000,00 would be used with it, 2 011 208,00 too much",
		"6 § anslagsförordningen (2011:223)", "edition 2025-2, line 453", "state the reason")
	s.refuses(exitUsage, append(book, "--over", " "), "--over is to tell why")
	for _, args := range [][]string{{"limits"}, {"report"}} {
		if passed := s.csvOf(append(args, "--month", "2025-12")...)["passed"]; passed != nil {
			t.Errorf("%v was passed before", passed)
		}
	}
	out := s.does(append(book, "--over", "beslut 7", "--dry-run")...)
	says(t, out, "Would book 2 bookings.")
	if now := s.csvOf("limits", "--month", "2025-12")["limits"][limit]; now["used"] != was["used"] {
		t.Errorf("a dry run booked: %v", now)
	}
	says(t, s.does(append(book, "--over", "beslut 7")...), "Booked 2 bookings.", "PASSED "+limit+": 2 255 311 208 used of 2 253 300 000 (beslut 7)", limit+": over, 2 255 311 208 kronor used")
	shown := s.csvOf("limits", "--month", "2025-12")
	if now := shown["limits"][limit]; now["level"] != "over" || now["left"] != "-2011208,00" {
		t.Errorf("%v", now)
	}
	if p := shown["passed"][limit]; p["day"] != "2025-12-30" || p["voucher"] != "K20" || p["used"] != "2255311208,00" || p["amount"] != "2253300000,00" || p["by"] != "karin" || p["reason"] != "beslut 7" {
		t.Errorf("%v", p)
	}
	says(t, s.does("appropriation", "report", "--month", "2025-12"), "Passed with a reason", "beslut 7")
	if earlier := s.csvOf("limits", "--month", "2025-11"); earlier["passed"] != nil {
		t.Errorf("it was passed in December: %v", earlier["passed"])
	}
	says(t, s.does(book...), "Booked 0 bookings; 2 rows already booked.") // what is booked needs no reason again
	says(t, s.does("verify"), "0 problems")
}

const vouchers = `#FLAGGA 0
#PROGRAM "Ekonomi" 1.0
#FORMAT PC8
#GEN 20251130
#SIETYP 4
#FNAMN "Myndigheten"
#RAR 0 20250101 20251231
#KONTO 1930 "Konto"
#KONTO 5011 "Lokaler"
#KONTO 5910 "Annat"
#VER A 1 20251112 "Hyra november"
{
#TRANS 5011 {} 1200.50
#TRANS 5910 {} 99.50
#TRANS 1930 {} -1300.00
}
#VER A 2 20251113 "Avdrag"
{
#TRANS 5011 {} -200.00
#TRANS 1930 {} 200.00
}
`

func TestAppropriation_booksFromTheAccountingSystem(t *testing.T) {
	s := demonstration(t)
	file := written(t, "november.se", vouchers)
	half := written(t, "map.csv", mappingHeader+"50*;;;UO10 2:1 ap.1;payment;+\n1930;;;-;;\n")
	whole := written(t, "map.csv", contents(t, half)+"5910;;;UO10 2:1 ap.1;payment;+\n")
	outcome := func() int64 {
		return s.csvOf("outcome", "--month", "2025-11")["outcome"].ore(t, administration, "month")
	}
	before := outcome()
	by := []string{"appropriation", "sie", file, "--by", "karin"}
	s.refuses(exitUsage, by, "--mapping is to name the file", "sie_account;object_dim;object_id;account;kind;sign")
	s.refuses(exitFailed, append(by, "--mapping", half), "november.se:14: voucher A 1, account 5910", "no line fits", "add lines to it")
	s.refuses(exitFailed, append(by, "--mapping", written(t, "m.csv", mappingHeader+"5011;;;UO1;payment;+\n")), "m.csv:2", "UO1")
	s.refuses(exitFailed, append(by, "--mapping", file), "november.se:1: the first line is to be")
	s.refuses(exitFailed, append(by, "--mapping", filepath.Join(t.TempDir(), "none.csv")), "none.csv", "no such file")
	broken := written(t, "broken.se", strings.Replace(vouchers, "1200.50", "1200.60", 1))
	s.refuses(exitFailed, []string{"appropriation", "sie", broken, "--by", "karin", "--mapping", whole}, "broken.se:11")

	out, errs := balans(t, exitOK, append(by, "--mapping", half, "--leave-out", "--dry-run", "--db", s.db)...)
	says(t, out, "Would book 2 bookings.")
	says(t, errs, "november.se:14: voucher A 1, account 5910 is left out: no line fits")
	if outcome() != before {
		t.Error("a dry run booked")
	}
	out, errs = balans(t, exitOK, append(by, "--mapping", whole, "--db", s.db)...)
	says(t, out, "Booked 3 bookings.")
	if n := outcome(); n != before+110_000 || errs != "" {
		t.Errorf("%d öre were booked, not 110000; %s", n-before, errs)
	}
	lines := s.csvOf("item", administration)["lines"]
	if a, b := lines["A 1/5011"], lines["A 2/5011"]; a["amount"] != "1200,50" || a["from"] != "Hyra november" || b["kind"] != "payment_reversed" || b["amount"] != "200,00" {
		t.Errorf("%v %v", a, b)
	}
	says(t, s.does(append(by, "--mapping", whole)...), "Booked 0 bookings; 3 rows already booked.")

	other := func(name, from, to string) []string {
		return []string{"appropriation", "sie", written(t, name, strings.Replace(vouchers, from, to, 1)), "--by", "karin", "--mapping", whole}
	}
	says(t, s.does(other("moved.se", "#TRANS 5011 {} 1200.50\n#TRANS 5910 {} 99.50\n", "#TRANS 1930 {} 0.00\n#TRANS 5910 {} 99.50\n#TRANS 5011 {} 1200.50\n")...), "Booked 0 bookings; 3 rows already booked.")
	changed := other("changed.se", "5011 {} 1200.50\n", "5011 {} 1200.00\n#TRANS 5011 {} 0.50\n")
	s.refuses(exitFailed, changed, "changed.se: nothing was booked; vouchers that are booked with other rows: 1", "changed.se:11: voucher A 1; booked and not in the file: 2025-11-12 payment 1 200,50", "in the file and not booked: 2025-11-12 payment 1 200,00")
	s.refuses(exitFailed, append(changed, "--more", "x"), "changed.se:11: voucher A 1")
	out, errs = balans(t, exitOK, append(changed, "--leave-out", "--db", s.db)...)
	says(t, out, "Booked 0 bookings; 1 row already booked.")
	says(t, errs, "changed.se:11: left out, booked with other rows: voucher A 1")
	out, errs = balans(t, exitOK, append(other("whose.se", `#FNAMN "Myndigheten"`, "#FNAMN \"Myndigheten\"\n#ORGNR 202100-5489"), "--db", s.db)...)
	says(t, out, "3 rows already booked")
	says(t, errs, "whose.se is of Myndigheten, organisation number 202100-5489; whether that is right was not checked")
	s.refuses(exitFailed, append(other("whose.se", `#FNAMN "Myndigheten"`, "#FNAMN \"Verket\"\n#ORGNR 202100-5489"), "--organisation", "202100-5521"), "whose.se: the file is of Verket, organisation number 202100-5489 (#ORGNR), and 2021005521 is expected")
	bare := []string{"appropriation", "sie", written(t, "bare.se", strings.Replace(strings.Replace(vouchers, "#VER A 1 ", `#VER "" "" `, 1), "#VER A 2 ", `#VER "" "" `, 1)), "--by", "karin", "--mapping", whole}
	says(t, s.does(bare...), "Booked 3 bookings.")
	says(t, s.does(bare...), "Booked 0 bookings; 3 rows already booked.", "3 rows of them of vouchers without a number")
}

func TestAppropriation_booksPayouts(t *testing.T) {
	s := demonstration(t)
	month := func() table { return s.csvOf("outcome", "--month", "2025-11")["outcome"] }
	was := month()
	file := written(t, "run.csv", payoutHeader+"p1;2025-11-19;barnbidrag;193502017456;1 250,00;;\np2;2025-11-19;barnbidrag;193501096998;1 250,00;0;\np3;2025-11-25;sjukpenning;193502017456;10 000,00;3 000,00;\n")
	says(t, s.does("appropriation", "payouts", file, "--by", "karin"), "Booked 2 bookings.")
	now := month()
	if child, sick := now.ore(t, "UO12 1:1 ap.1", "month")-was.ore(t, "UO12 1:1 ap.1", "month"), now.ore(t, "UO10 1:1 ap.21", "month")-was.ore(t, "UO10 1:1 ap.21", "month"); child != 250_000 || sick != 1_000_000 {
		t.Errorf("%d and %d öre; the tax is paid out too", child, sick)
	}
	lines := func() (all []string) {
		for voucher, line := range s.csvOf("item", "UO12 1:1 ap.1")["lines"] {
			if strings.HasPrefix(voucher, "payouts 2025-11-19 barnbidrag ") {
				all = append(all, line["count"]+" "+line["amount"])
			}
		}
		slices.Sort(all)
		return all
	}
	if got := lines(); !slices.Equal(got, []string{"2 2500,00"}) {
		t.Errorf("%q", got)
	}
	says(t, s.does("appropriation", "payouts", file, "--by", "karin"), "Booked 0 bookings; 2 rows already booked.")
	for text, says := range map[string][]string{
		"p1;2025-11-19;barnbidrg;193502017456;5;;\np2;2025-11-19;barnbidrag;193502017457;5;;\n": {`run.csv:2:15: benefit is "barnbidrg"; expected a code`, `run.csv:3:26: party is "193502017457"`, "check digit"},
		"p1;2025-11-19;barnbidrag;193502017456;5;6;\n":                                          {"run.csv:2:41: tax is"},
		"p1;2025-11-19;aktivitetsstod;193502017456;5;;\n":                                       {"run.csv: payouts of aktivitetsstod on 2025-11-19: the benefit has no item in the letter"},
		"p9;2025-11-19;barnbidrag;193502017456;1 250,00;;\n": {"run.csv: nothing was booked: other payouts of the same day and benefit", "say with --more",
			"payouts 2025-11-19 barnbidrag: here are 1 of 1 250,00 together; booked before are 2 of 2 500,00 (by karin, run.csv, event "},
		"p8;2025-11-19;barnbidrag;193502017456;1 250,00;;\np9;2025-11-19;barnbidrag;193501096998;1 250,00;;\n": {"here are 2 of 2 500,00 together; booked before are 2 of 2 500,00"},
	} {
		s.refuses(exitFailed, []string{"appropriation", "payouts", written(t, "run.csv", payoutHeader+text), "--by", "karin"}, says...)
	}
	late := []string{"appropriation", "payouts", written(t, "late.csv", payoutHeader+"p9;2025-11-19;barnbidrag;193502017456;1 250,00;;\n"), "--by", "karin"}
	s.refuses(exitUsage, append(late, "--more", " "), "--more is to tell why")
	s.refuses(exitUsage, []string{"appropriation", "book", file, "--by", "karin", "--more", "x"}, "--more is to tell why", "for payouts and sie")
	says(t, s.does(append(late, "--more", "omkörning", "--dry-run")...), "Would book 1 booking.", "FURTHER payouts 2025-11-19 barnbidrag: here are 1 of")
	says(t, s.does(append(late, "--more", "omkörning")...), "Booked 1 booking.", "FURTHER payouts 2025-11-19 barnbidrag: here are 1 of", "(omkörning)")
	says(t, s.does(late...), "Booked 0 bookings; 1 row already booked.")
	if got := lines(); !slices.Equal(got, []string{"1 1250,00", "2 2500,00"}) {
		t.Errorf("%q", got)
	}
}

// What becomes known of a closed month is counted later, and what was told stands.
func TestAppropriation_closesMonths(t *testing.T) {
	s := demonstration(t)
	march := func() string { return s.csvOf("outcome", "--month", "2025-03")["outcome"][administration]["month"] }
	november := func() int64 {
		return s.csvOf("outcome", "--month", "2025-11")["outcome"].ore(t, administration, "month")
	}
	told, open := march(), november()
	late := written(t, "late.csv", bookingHeader+"L1;2025-03-03;UO10 2:1 ap.1;payment;77,00;;1;sen\n")
	says(t, s.does("appropriation", "book", late, "--by", "karin"), "Booked 1 booking.")
	if march() != told || november() != open+7_700 {
		t.Errorf("March is %s, was %s; November got %d öre", march(), told, november()-open)
	}
	if line := s.csvOf("item", administration)["lines"]["L1"]; line["day"] != "2025-03-03" || line["counted"] != "2025-11-01" {
		t.Errorf("%v", line)
	}
	says(t, s.does("appropriation", "outcome", "--month", "2025-11"), "The month is not closed; the outcome may change.")
	says(t, s.does("appropriation", "close", "2025-11", "--by", "karin", "--dry-run"), "2025-11 can be closed.")
	says(t, s.does("appropriation", "close", "2025-11", "--by", "karin"), "2025-11 is closed.")
	says(t, s.does("appropriation", "close", "2025-11", "--by", "karin"), "2025-11 was closed before.")
	if out := s.does("appropriation", "outcome", "--month", "2025-11"); strings.Contains(out, "not closed") {
		t.Error(out)
	}
	s.refuses(exitFailed, []string{"appropriation", "close", "2025-09", "--by", "karin"}, "2025-10 was closed on", "2025-09 with it")
	s.refuses(exitFailed, []string{"appropriation", "close", "2031-09", "--by", "karin"}, "no edition for 2031")
	for _, month := range []string{"2025-9", "2025-+9", "25-09", "2025-13", "2025-11-01", "november"} {
		s.refuses(exitUsage, []string{"appropriation", "close", month, "--by", "karin"}, "close takes YYYY-MM", month)
	}
	says(t, s.does("appropriation", "close", "2025-12", "--by", "karin"), "2025-12 is closed.")
	never := written(t, "never.csv", bookingHeader+"L2;2025-03-03;UO10 2:1 ap.1;payment;77,00;;1;sen\n")
	s.refuses(exitFailed, []string{"appropriation", "book", never, "--by", "karin"}, "never.csv:2: voucher L2", "the year 2025 is closed; book it on a day of 2026, the first open year")
	says(t, s.does("appropriation", "book", late, "--by", "karin"), "1 row already booked")
	says(t, s.does("verify"), "0 problems")
}

func TestAppropriation_mistakesAreToldWithWhatToDo(t *testing.T) {
	s := demonstration(t)
	file := written(t, "a.csv", bookingHeader+"A;2025-11-30;loans;taken;5;;;\n")
	for _, c := range []struct {
		code int
		args []string
		says []string
	}{
		{exitUsage, nil, []string{"balans help appropriation"}},
		{exitUsage, []string{"acount"}, []string{`"acount"`, "balans help appropriation"}},
		{exitUsage, []string{"item"}, []string{"appropriation item takes 1 argument, not 0"}},
		{exitUsage, []string{"account", "x"}, []string{"appropriation account takes 0 arguments, not 1"}},
		{exitUsage, []string{"item", "2:1"}, []string{`"2:1" is no account; write an item as "UO10 2:1 ap.1"`}},
		{exitFailed, []string{"item", "UO10 9:1 ap.1"}, []string{`no account "UO10 9:1 ap.1"`}},
		{exitUsage, []string{"account", "--format", "xlsx"}, []string{"text, csv, json", `"xlsx"`}},
		{exitUsage, []string{"account", "--unit", "öre"}, []string{"tkr or kronor", `"öre"`}},
		{exitUsage, []string{"account", "--month", "2025-13"}, []string{"--month takes YYYY-MM", `"2025-13"`}},
		{exitUsage, []string{"account", "--month", "2025-10-01"}, []string{"--month takes YYYY-MM"}},
		{exitFailed, []string{"account", "--month", "2031-01"}, []string{"no edition for 2031"}},
		{exitUsage, []string{"account", "--year", "2024"}, []string{"--year is for export, carry, compare and published", "--month YYYY-MM"}},
		{exitUsage, []string{"account", "--known-at", "2079-01-01"}, []string{"--known-at 2079-01-01: that has not been yet"}},
		{exitUsage, []string{"account", "--known-at", "1850-01-01"}, []string{"--known-at 1850-01-01"}},
		{exitUsage, []string{"book", file}, []string{"--by is to name who books or closes"}},
		{exitUsage, []string{"book", file, "--by", " "}, []string{"--by is to name"}},
		{exitUsage, []string{"book", file, "--by", "karin", "--known-at", "2025-11-30"}, []string{"--known-at is for what is shown"}},
		{exitUsage, []string{"close", "2025-11"}, []string{"--by is to name"}},
		{exitFailed, []string{"book", "missing.csv", "--by", "karin"}, []string{"missing.csv", "no such file"}},
		{exitFailed, []string{"book", file, "--by", "ka\nrin"}, []string{"control character"}},
		{exitFailed, []string{"carry", "--year", "2024"}, []string{"no edition for 2024"}},
	} {
		s.refuses(c.code, append([]string{"appropriation"}, c.args...), c.says...)
	}
}
