package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/prevent/payout"
)

const lineHeader = "payout;party;payee;benefit;from;to;days;extent;basis;hours;child;applied_on;pay_on;account;gross;tax;text\n"

// threeLines are lines of a run of 20 January 2025.
const threeLines = lineHeader +
	"V1;193501096998;;tillfallig-foraldrapenning;2025-01-07;2025-01-09;3;100;employee;;193502017456;2025-01-10;2025-01-20;SE1;3 000,00;900,00;\n" +
	"V2;193501259166;;sjukpenning;2025-01-01;2025-01-14;14;50;employee;;;2025-01-10;2025-01-20;SE2;7000;2100;\n" +
	"V3;193501277697;;assistansersattning;2025-01-01;2025-01-31;0;;;160;;;2025-01-20;SE3;52000;;\n"

// A run from the file to the books, as its help tells it, on both databases.
func TestPayout_fromFileToBooks(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		s := steering{t, db()}
		told(t, s.db)
		s.does("directive", "take", firstLetter, "--by", "karin")
		s.does("directive", "confirm", "2025-1", "--by", "omar", "--accept", "all")
		file := written(t, "januari.csv", threeLines)
		on := "2025-01-15"
		do := func(line string, more ...string) string {
			t.Helper()
			return s.does(append(append([]string{"payout"}, words(line)...), append(more, "--by", "karin", "--on", on)...)...)
		}
		says(t, do("plan "+file+" --run 2025-01 --pay-on 2025-01-20 --dry-run"), "Would plan run 2025-01", "3 lines")
		says(t, s.does("payout", "runs"), "No run is planned.")
		says(t, do("plan "+file+" --run 2025-01 --pay-on 2025-01-20"), "Planned run 2025-01, to be paid on 2025-01-20: 3 lines")
		says(t, do("plan "+file+" --run other --pay-on 2025-01-20"), "already taken in, as run 2025-01")
		says(t, s.does("payout", "runs"), "2025-01", "januari.csv")
		reason := []string{"--reason", "lön är anmäld för samma dagar"}
		on = "2025-01-16"
		const until = "2025-03-01"
		says(t, do("hold V1 --party 193501096998 --dry-run --until "+until, reason...), "would be held")
		says(t, do("hold V1 --party 193501096998 --key a --until "+until, reason...), "V1 of 19350109-****", "is held from", until)
		says(t, do("hold V1 --party 193501096998 --key a --until "+until, reason...), "was before, under the same key, held")
		says(t, do("replace V2 --party 193501259166 --gross 3500 --to 2025-01-07 --days 7", reason...), "V2 of 19350125-****", "is cancelled", "In its place V2-1 is planned: 3 500 kronor before tax, 2 450 after")
		on = "2025-01-20"
		says(t, do("pay 2025-01 --dry-run"), "Would pay run 2025-01", "2 lines")
		says(t, do("pay 2025-01"), "Paid run 2025-01", "2 lines")
		says(t, do("pay 2025-01"), "Paid run 2025-01", "0 lines")
		if out := s.does("payout", "show", "2025-01", "--on", on); strings.Contains(out, "1935") || !strings.Contains(out, "not listed here: 2 lines") {
			t.Errorf("without a reader: %s", out)
		}
		reader := []string{"--on", on, "--user", "sara", "--purpose", "kontroll av körningen"}
		says(t, s.does(append([]string{"payout", "show", "2025-01"}, reader...)...), "the whole run", "held", "in its place V2-1", "19350109-****")
		logged(t, s.db, 193501096998, "payout.print", "sara")
		var shown struct {
			States map[string]struct{ Count, Gross int }
			Whole  struct{ Count, Gross, Tax, Net int }
			Lines  []struct{ Payout, Party, State string }
		}
		out := s.does(append([]string{"payout", "show", "2025-01", "--json"}, reader...)...)
		if err := json.Unmarshal([]byte(out), &shown); err != nil || shown.States["paid"].Gross != 5_550_000 || shown.States["held"].Count != 1 ||
			shown.Whole.Gross != 5_850_000 || shown.Whole.Net != shown.Whole.Gross-shown.Whole.Tax || len(shown.Lines) != 2 || strings.Contains(out, "193501096998") {
			t.Errorf("%+v %v\n%s", shown, err, out)
		}
		says(t, do("release V1 --party 193501096998 --reason arbetsgivaren_rättade"), "V1", "planned")
		says(t, do("book 2025-01 --dry-run"), "Would book")
		says(t, do("book 2025-01"), "Booked 2 bookings")
		says(t, do("book 2025-01"), "already booked")
		s.does("verify")
	})
}

// The receipt of a payment counts what waits, by reason.
func TestPayout_tellsWhatWaits(t *testing.T) {
	var b strings.Builder
	waits := payout.Sum{Count: 1, Gross: 700_050, Tax: 210_000}
	if err := writePayment(&b, &payout.PayReceipt{Run: payout.RunInfo{Name: "r"}, On: calendar.New(2025, 1, 20), Paid: payout.Sum{Count: 2, Gross: 5_500_000}, Waiting: waits,
		Reasons: []payout.Waiting{{Reason: "an open finding", Sum: waits}}, Whole: payout.Sum{Count: 3, Gross: 6_200_050, Tax: 210_000}}); err != nil {
		t.Fatal(err)
	}
	says(t, b.String(), "Paid run r on 2025-01-20: 2 lines, 55 000 kronor before tax", "62 000,50", "Waiting: 1 line, 7 000,50 kronor before tax: an open finding")
}

// What is wrong is told, with what to do, and no number is shown.
func TestPayout_tellsWhatIsWrong(t *testing.T) {
	s := inUse(t, steering{t, filepath.Join(t.TempDir(), "w.db")})
	s.does("payout", "plan", written(t, "januari.csv", threeLines), "--run", "2025-01", "--pay-on", "2025-01-20", "--on", "2025-01-15", "--by", "karin")
	bad := written(t, "bad.csv", strings.Replace(strings.ReplaceAll(threeLines, "\nV", "\nX"), "sjukpenning", "barnpeng", 1))
	for _, c := range []struct {
		code int
		line string
		want string
	}{
		{exitUsage, "", "takes what to do"},
		{exitUsage, "sell V1", `knows no "sell"`},
		{exitUsage, "show", "takes 1 argument"},
		{exitUsage, "pay 2025-01", "--by"},
		{exitUsage, "plan " + bad + " --by karin", "--run is to name"},
		{exitUsage, "hold V1 --by karin", "--party"},
		{exitUsage, "hold V1 --by karin --party 193501096998", "--until"},
		{exitUsage, "replace V1 --by karin --party 193501096998", "--gross"},
		{exitUsage, "runs --json", "--json is for show"},
		{exitFailed, "plan " + bad + " --by karin --run b --pay-on 2025-01-20", "bad.csv:3:"},
		{exitFailed, "show none", "no such payment run"},
		{exitFailed, "pay none --by karin", "no such payment run"},
		{exitFailed, "book none --by karin", "no such payment run"},
		{exitFailed, "book 2025-01 --by karin", "nothing of run 2025-01 is paid"},
		{exitFailed, "hold V3 --by karin --party 193501277697 --reason lönenäranmäld --until " + "2025-02-01 --on 2025-01-20", "SFB 112:4"},
		{exitFailed, "hold V9 --by karin --party 193501277697 --reason lönenäranmäld --until " + "2025-02-01 --on 2025-01-20", "no line of that id"},
		{exitFailed, "replace V9 --by karin --party 193501277697 --reason lönenäranmäld --gross 1", "no line V9"},
	} {
		out, errs := balans(t, c.code, append(append([]string{"payout"}, strings.Fields(c.line)...), "--db", s.db)...)
		if !strings.Contains(errs, c.want) || out != "" || strings.Contains(errs, "193501277697") {
			t.Errorf("%s: %s%s; expected %q", c.line, out, errs, c.want)
		}
	}
	out, errs := balans(t, exitOK, "payout", "plan", bad, "--run", "b", "--pay-on", "2025-01-20", "--by", "karin", "--leave-out-bad", "--db", s.db)
	if !strings.Contains(out, "Left out: 1 line.") || !strings.Contains(errs, "barnpeng") || strings.Contains(errs, "193501259166") {
		t.Errorf("%s%s", out, errs)
	}
}
