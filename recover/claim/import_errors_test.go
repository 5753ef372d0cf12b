package claim_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file of the common testdata folder.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("..", "..", "testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range a {
		if i == len(b) || a[i] != b[i] {
			t.Fatalf("%s:%d differs (go test -update writes it anew):\n%s", name, i+1, a[i])
		}
	}
	t.Fatalf("%s has more lines (go test -update writes it anew)", name)
}

// badClaim and badEvent make a line of which one field is bad.
func badClaim(field int, found string) string { return with(claimA, field, found) }

func badEvent(field int, found string) string {
	return with("e1,A,paid,2024-03-01,2024-03-02,20000,\n", field, found)
}

// badDetails makes a line with details of which something is bad.
func badDetails(found string) string {
	return "e1,A,paid,2024-03-01,2024-03-02,20000,," + found + "\n"
}

func with(line string, field int, found string) string {
	f := strings.Split(strings.TrimSuffix(line, "\n"), ",")
	f[field] = found
	return strings.Join(f, ",") + "\n"
}

// importErrors is an example of every way in which a line can be wrong.
var importErrors = []struct{ name, claims, events string }{
	{"the claims file is empty", "", eventHeader},
	{"the events file is empty", claimHeader, ""},
	{"a file with semicolons", strings.ReplaceAll(claimHeader+claimA, ",", ";"), eventHeader},
	{"the files have changed places", eventHeader, claimHeader},
	{"a header with another column", strings.Replace(claimHeader, "benefit", "förmån", 1), eventHeader},
	{"a header with spaces", strings.ReplaceAll(claimHeader, ",", ", "), eventHeader},
	{"a file in UTF-16", "\xff\xfec\x00l\x00a\x00i\x00m\x00_\x00i\x00d\x00\n\x00", eventHeader},
	{"a byte order mark in the middle", claimHeader + "\ufeff" + claimA, eventHeader},

	{"too few fields", claimHeader + "A,193502017456,bostadsbidrag,FK,manual,2024-01-10\n", eventHeader},
	{"too many fields: a decimal comma", claimHeader + "A,193502017456,bostadsbidrag,FK,manual,2024-01-10,1000,50\n", eventHeader},
	{"a line that is no record", claimHeader + claimA + "(1 row affected)\n", eventHeader + "(0 rows affected)\n"},
	{"not UTF-8", claimHeader + strings.Replace(claimA, "bostadsbidrag", "f\xf6rm\xe5n", 1), eventHeader},
	{"an unclosed quotation mark", claimHeader + strings.Replace(claimA, "manual", `"manual`, 1), eventHeader},
	{"a quotation mark inside a field", claimHeader + strings.Replace(claimA, "A,", `A "1",`, 1), eventHeader},
	{"text after the closing quotation mark", claimHeader + strings.Replace(claimA, "A,", `"A"1,`, 1), eventHeader},
	{"a line of another kind of file", claimHeader + strings.Repeat("x", 70_000) + "\n", eventHeader},

	{"no claim_id", claimHeader + badClaim(0, ""), eventHeader},
	{"claim_id with a space", claimHeader + badClaim(0, "A "), eventHeader},
	{"a claim id that a spreadsheet would take for a formula", claimHeader + badClaim(0, "=1"), eventHeader},
	{"claim_id with a tab", claimHeader + badClaim(0, "A\t1"), eventHeader},
	{"claim_id that is too long", claimHeader + badClaim(0, strings.Repeat("Å", 51)), eventHeader},
	{"claim_id twice", claimHeader + claimA + badClaim(6, "100001"), eventHeader},
	{"debtor without digits", claimHeader + badClaim(1, "okänd"), eventHeader},
	{"no debtor", claimHeader + badClaim(1, ""), eventHeader},
	{"debtor with a wrong check digit", claimHeader + badClaim(1, "193502017457"), eventHeader},
	{"debtor with a day that does not exist", claimHeader + badClaim(1, "193502307456"), eventHeader},
	{"debtor not born when it was decided", claimHeader + strings.NewReplacer("193502017456", "200612219873", "2024-01-10", "2005-01-10").Replace(claimA), eventHeader},
	{"debtor with an interim number", claimHeader + badClaim(1, "19350201T456"), eventHeader},
	{"debtor over 100 written with a plus sign", claimHeader + badClaim(1, "350201+7456"), eventHeader},
	{"debtor twice", claimHeader + badClaim(1, "193502017456+3502017456"), eventHeader},
	{"debtor after a plus sign missing", claimHeader + badClaim(1, "193502017456+"), eventHeader},
	{"shares that do not add up", claimHeader + badClaim(1, "193502017456:60000+193501096998:30000"), eventHeader},
	{"shares above the principal", claimHeader + badClaim(1, "193502017456:60000+193501096998:50000"), eventHeader},
	{"shares that would run over", claimHeader + badClaim(1, "193502017456:9223372036854775807+193501096998:9223372036854775807+2021005521:100002"), eventHeader},
	{"a share for one of two", claimHeader + badClaim(1, "193502017456:100000+193501096998"), eventHeader},
	{"a share that is no number", claimHeader + badClaim(1, "193502017456:half+193501096998:half"), eventHeader},
	{"unknown benefit", claimHeader + badClaim(2, "Bostadsbidrag"), eventHeader},
	{"unknown authority", claimHeader + badClaim(3, "CSN"), eventHeader},
	{"unknown origin", claimHeader + badClaim(4, "auto"), eventHeader},
	{"a day that does not exist", claimHeader + badClaim(5, "2023-02-29"), eventHeader},
	{"a date in another form", claimHeader + badClaim(5, "20240110"), eventHeader},
	{"decided before 1900", claimHeader + badClaim(5, "1899-12-31"), eventHeader},
	{"decided too far ahead", claimHeader + badClaim(5, "2079-06-07"), eventHeader},
	{"principal 0", claimHeader + badClaim(6, "0"), eventHeader},
	{"principal below 0", claimHeader + badClaim(6, "-100"), eventHeader},
	{"principal in kronor with öre", claimHeader + badClaim(6, "1000.00"), eventHeader},
	{"principal with a space", claimHeader + badClaim(6, "1 000"), eventHeader},
	{"no principal", claimHeader + badClaim(6, ""), eventHeader},
	{"principal beyond all money", claimHeader + badClaim(6, "123456789012345678"), eventHeader},
	{"principal beyond the limit", claimHeader + badClaim(6, "1000000000000001"), eventHeader},

	{"no event_id", claimHeader + claimA, eventHeader + badEvent(0, "")},
	{"event_id twice with other content", claimHeader + claimA, eventHeader + badEvent(0, "e1") + badEvent(5, "30000") + badEvent(4, "2024-03-03")},
	{"no claim_id of an event", claimHeader + claimA, eventHeader + badEvent(1, "")},
	{"an invisible mark in an id", claimHeader + badClaim(0, "A\u200b"), eventHeader},
	{"a claim nobody decided", claimHeader + claimA, eventHeader + badEvent(1, "B")},
	{"unknown kind", claimHeader + claimA, eventHeader + badEvent(2, "payment")},
	{"occurred on no day", claimHeader + claimA, eventHeader + badEvent(3, "2024-13-01")},
	{"occurred before the decision", claimHeader + claimA, eventHeader + badEvent(3, "2024-01-09")},
	{"occurred too far ahead", claimHeader + claimA, eventHeader + badEvent(3, "2079-06-07")},
	{"recorded at no time", claimHeader + claimA, eventHeader + badEvent(4, "2024-03-02 10:00")},
	{"recorded at nothing", claimHeader + claimA, eventHeader + badEvent(4, "")},
	{"recorded on no day", claimHeader + claimA, eventHeader + badEvent(4, "2024-02-30")},
	{"a payment without amount", claimHeader + claimA, eventHeader + badEvent(5, "")},
	{"a payment of 0", claimHeader + claimA, eventHeader + badEvent(5, "0")},
	{"a payment below 0", claimHeader + claimA, eventHeader + badEvent(5, "-20000")},
	{"an amount that is no number", claimHeader + claimA, eventHeader + badEvent(5, "2e4")},
	{"a waiver of 0", claimHeader + claimA, eventHeader + strings.Replace(badEvent(2, "waived"), "20000", "0", 1)},
	{"principal above the amount", claimHeader + claimA, eventHeader + badEvent(6, "20001")},
	{"principal of no amount", claimHeader + claimA, eventHeader + "e1,A,served,2024-03-01,2024-03-02,,5\n"},
	{"principal that is no number", claimHeader + claimA, eventHeader + badEvent(6, "all")},
	{"an amount beyond all money", claimHeader + claimA, eventHeader + badEvent(5, "1000000000000001")},
	{"a decision among the events on another day", claimHeader + claimA, eventHeader + "e1,A,decided,2024-01-11,2024-01-11,,\n"},
	{"a decision among the events with another amount", claimHeader + claimA, eventHeader + "e1,A,decided,2024-01-10,2024-01-11,5,\n"},
	{"a decision among the events alone", claimHeader, eventHeader + "e1,A,decided,2024-01-10,2024-01-11,100000,\n"},
	{"details of a claim with an unknown name", claimDetails + with(charged, 7, "fee=100"), eventHeader},
	{"details of a claim in another order", claimDetails + with(charged, 7, "type=housing_settlement charge=5000"), eventHeader},
	{"a charge above the principal", claimDetails + with(charged, 7, "charge=100001"), eventHeader},
	{"a charge that is no number", claimDetails + with(charged, 7, "charge=5e3"), eventHeader},
	{"a ground that does not exist", claimDetails + with(charged, 7, "type=fraud"), eventHeader},
	{"details of an event with an unknown name", claimHeader + claimA, eventDetails + badDetails("colour=red")},
	{"details of an event in another order", claimHeader + claimA, eventDetails + badDetails("until=2024-05-01 mode=ordinary")},
	{"a detail twice", claimHeader + claimA, eventDetails + badDetails("ref=a ref=b")},
	{"details with two spaces between them", claimHeader + claimA, eventDetails + badDetails("mode=ordinary  ref=a")},
	{"a detail without a value", claimHeader + claimA, eventDetails + badDetails("ref=")},
	{"a detail that is no pair", claimHeader + claimA, eventDetails + badDetails("till vidare")},
	{"a space in a detail", claimHeader + claimA, eventDetails + badDetails("reason=fel inkomst")},
	{"a detail encoded in another way", claimHeader + claimA, eventDetails + badDetails("reason=%C3%A5")},
	{"a detail with a day that does not exist", claimHeader + claimA, eventDetails + badDetails("until=2023-02-29")},
	{"a detail with a debtor of a wrong check digit", claimHeader + claimA, eventDetails + badDetails("debtor=193502017457")},
	{"a detail with somebody who is not a debtor", claimHeader + claimA, eventDetails + badDetails("debtor=193501096998")},
	{"a deferral until a day before it", claimHeader + claimA, eventDetails + "e1,A,deferral_granted,2024-03-01,2024-03-02,,,until=2024-02-29\n"},
	{"a count of 0", claimHeader + claimA, eventDetails + badDetails("count=0")},
	{"a count that cannot be held", claimHeader + claimA, eventDetails + badDetails("count=65536")},
	{"a detail beyond the calendar", claimHeader + claimA, eventDetails + badDetails("until=2079-06-07")},
	{"a detail beyond all money", claimHeader + claimA, eventDetails + badDetails("second=1000000000000001")},
	{"a control character in a detail", claimHeader + claimA, eventDetails + badDetails("mode=ordinary reason=fel\tinkomst")},
	{"an unseen control character in a detail", claimHeader + claimA, eventDetails + badDetails("ref=P\u0085")},
	{"a mode of two words", claimHeader + claimA, eventDetails + badDetails("mode=by%20post")},
	{"a detail with a comma, in quotation marks", claimHeader + claimA, eventDetails + badDetails("\"reason=Å,\"\"å\"\" until=soon\"")},
	{"a detail without a name", claimHeader + claimA, eventDetails + badDetails("=law")},
	{"a space before the details", claimHeader + claimA, eventDetails + badDetails(" by=law")},
	{"a part that does not exist", claimHeader + claimA, eventDetails + badDetails("part=tax")},
	{"divided by law and booked", claimHeader + claimA, eventDetails + "e1,A,paid,2024-03-01,2024-03-02,20000,15000,by=law\n"},
	{"divided by something else", claimHeader + claimA, eventDetails + badDetails("by=hand")},
	{"a kind that the law does not divide", claimHeader + claimA, eventDetails + "e1,A,served,2024-03-01,2024-03-02,,,by=law\n"},
	{"a line without the column of details", claimHeader + claimA, eventDetails + "e1,A,paid,2024-03-01,2024-03-02,20000,\n"},
	{"a line with details in a file without the column", claimHeader + claimA, eventHeader + "e1,A,paid,2024-03-01,2024-03-02,20000,,by=law\n"},
	{"several bad lines", claimHeader + badClaim(6, "0") + with(claimB, 3, "CSN"), eventHeader + badEvent(2, "payment") + badEvent(1, "B")},
}

// Every message a bad line can give stands in a file that a person can read.
func TestImport_saysWhatIsWrongWithALine(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	head := headOf(t, j)
	var b strings.Builder
	b.WriteString("# What an import says of bad lines: an example of each (recover/claim/import_errors_test.go).\n")
	for _, x := range importErrors {
		got := runImport(t.Context(), j, x.claims, x.events, false)
		bad := got.bad()
		if bad == nil {
			t.Errorf("%s: %v", x.name, got.err)
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n", x.name)
		for _, line := range bad.First {
			if line.File == "" || line.Line == 0 || line.Column == 0 || line.Expected == "" {
				t.Errorf("%s: a part is missing: %+v", x.name, line)
			}
			b.WriteString(line.Error() + "\n")
		}
		if int64(len(bad.First)) != bad.Count {
			t.Errorf("%s: %d of %d lines", x.name, len(bad.First), bad.Count)
		}
	}
	if now := headOf(t, j); now != head {
		t.Errorf("something was written: %+v", now)
	}
	golden(t, "import_errors.golden", b.String())
}

// What contradicts the journal is named too.
func TestImport_saysWhatContradictsTheJournal(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	if got := runImport(t.Context(), j, claimHeader+claimA, eventHeader+badEvent(1, "A"), false); got.err != nil {
		t.Fatal(got.err)
	}
	for _, x := range []struct{ claims, events, want string }{
		{badClaim(6, "5"), "", `claims.csv:2:1: claim_id is "A"; expected the decision as the journal holds it (debtor 19350201-****, bostadsbidrag, 2024-01-10, 100000 öre); a new decision is an event of kind changed`},
		{claimA, badEvent(5, "5"), `events.csv:2:1: event_id is "e1"; expected an event_id used once in a claim: the journal holds the same id with other content`},
		{"", badEvent(4, "2024-03-03"), `events.csv:2:1: event_id is "e1"; expected an event_id used once in a claim: the journal holds the same id with other content`},
		{"", "e2,A,paid,2023-12-31,2024-01-01,5,\n", `events.csv:2:1: event_id is "e2"; expected nothing happens to a claim before it is decided (rule before-decision, SFB 108:2); the decision is of 2024-01-10`},
	} {
		head := headOf(t, j)
		got := runImport(t.Context(), j, claimHeader+x.claims, eventHeader+x.events, false)
		if bad := got.bad(); bad == nil || bad.Count != 1 || bad.First[0].Error() != x.want || headOf(t, j) != head {
			t.Errorf("%v\nexpected %s", got.err, x.want)
		}
	}
}
