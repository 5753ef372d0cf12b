package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/law/identity"
	"balans/recover/inquiry"
)

// caseRows is what list --state all says, by state.
func caseRows(s steering) map[inquiry.State][]inquiryRow {
	s.t.Helper()
	var all []inquiryRow
	if err := json.Unmarshal([]byte(s.does("inquiry", "list", "--state", "all", "--json")), &all); err != nil {
		s.t.Fatal(err)
	}
	by := map[inquiry.State][]inquiryRow{}
	for _, r := range all {
		by[r.State] = append(by[r.State], r)
	}
	return by
}

// The demonstration has a case in every state that lasts, one blocked, one sent back and one
// ended, and leaves some to whoever tries it; made again it changes nothing.
func TestInquiry_demonstrationIsInEveryState(t *testing.T) {
	s := demonstration(t)
	by := caseRows(s)
	for _, state := range inquiry.States {
		if state != inquiry.Enriching && len(by[state]) == 0 {
			t.Errorf("no case is %s", state)
		}
	}
	if len(by[inquiry.Signalled]) < 3 || !slices.ContainsFunc(by[inquiry.Investigating], func(r inquiryRow) bool { return r.Blocked }) ||
		!slices.ContainsFunc(by[inquiry.Closed], func(r inquiryRow) bool { return r.Result == inquiry.Discontinued }) ||
		!slices.ContainsFunc(by[inquiry.Closed], func(r inquiryRow) bool { return r.Result == inquiry.RepayFull && len(r.Claims) == 1 }) {
		t.Errorf("%+v", by)
	}
	sent := ""
	for _, r := range by[inquiry.Investigating] {
		sent += s.does("inquiry", "show", r.Case, "--user", "eva", "--purpose", "fråga")
	}
	says(t, sent, "sent back: Utred betalningsförmågan", "before it can be proposed: the step waiver", "before it can be proposed: the basis is blocked by its source")
	says(t, s.does("verify"), "2 decisions and 2 claims folded anew and held against their notes, 0 problems", "Balances: 2 002 claims recomputed, 0 problems")
	says(t, s.does("inquiry", "recount"), "15 recovery cases", "0 problems")
	says(t, s.does("inquiry", "uncoupled"), "TFP-0001")
	head := s.head()
	if out := s.does("demo", "--scale", "small", "--households", "0", "--no-serve"); strings.Contains(out, "Worked on") || s.head() != head {
		t.Errorf("made again: %s", out)
	}
	// The program decides the settlement that was heard, with a sender, and leaves the others.
	s.refuses(exitUsage, []string{"inquiry", "automatic"}, "1 case can be decided", "--sender-name")
	s.refuses(exitUsage, []string{"inquiry", "automatic", "--write", "--sender-name", "Myndigheten", "--sender-contact", "0771-100100"}, "--pay-to")
	decide := []string{"inquiry", "automatic", "--sender-name", "Myndigheten", "--sender-contact", "0771-100100", "--pay-to", "bankgiro 1"}
	says(t, s.does(decide...), "4 cases under investigation: 1 assessed, 1 decided", "nothing was stored", "2  left: liability is a judgement", "1  left: it is not under investigation, is stopped, or its basis is blocked or missing")
	says(t, s.does(append(decide, "--write")...), "1 assessed, 1 decided")
	says(t, s.does("inquiry", "show", "R25-000015", "--user", "eva", "--purpose", "fråga"), "decided", "by the program: repay_full, 3 600 kronor", "housing")
	// A decision whose letter leaves is closed by the night, and its claim dispatched.
	waits := by[inquiry.Executing][0]
	says(t, s.does("inquiry", "night"), "Waits: "+waits.Case, "nothing was stored")
	reach := written(t, "reach.csv", "person;protection;mailbox;pages;dead;estate\n*;none;yes;no;no;no\n")
	s.does("letter", "send", "--dir", t.TempDir(), "--reach", reach, "--by", "night")
	says(t, s.does("inquiry", "night", "--write"), "2  closed: the decision's letters have left")
	if out := s.does("inquiry", "night", "--write"); strings.Contains(out, "1  ") {
		t.Errorf("the second night of the day: %s", out)
	}
	says(t, s.does("claim", waits.Claims[0], "--user", "eva", "--purpose", "fråga"), "sent     since")
	says(t, s.does("verify"), "folded anew and held against their notes, 0 problems")
}

func (s steering) head() string {
	s.t.Helper()
	out := s.does("verify")
	return out[strings.LastIndex(strings.TrimSpace(out), "\n"):]
}

// A demonstration that is stopped anywhere in its cases goes on to the same end, and leaves
// alone what somebody else has worked on.
func TestDemo_goesOnWithItsCases(t *testing.T) {
	whole := demonstration(t)
	shown := func(s steering) string {
		var all strings.Builder
		all.WriteString(s.does("inquiry", "list", "--state", "all", "--on", "2025-08-01"))
		for _, n := range []int{2, 5, 6, 8, 14, 15} { // the list tells of the others
			all.WriteString(s.does("inquiry", "show", fmt.Sprintf("R25-%06d", n), "--on", "2025-08-01", "--user", "eva", "--purpose", "fråga"))
		}
		all.WriteString(s.does("inquiry", "uncoupled") + s.does("letter", "list", "ordered")[:30])
		return all.String()
	}
	want := shown(whole)
	for _, kind := range []string{"control.handed/1", "basis.arrived/1", "inquiry.assessed/1", "letter.handed/1", "inquiry.dispatched/1"} {
		s := steering{t, stoppedBefore(t, whole.db, kind)}
		s.does("demo", "--scale", "small", "--households", "0", "--no-serve")
		if got := shown(s); got != want {
			t.Errorf("stopped before %s and made on it shows\n%s\nnot\n%s", kind, got, want)
		}
		says(t, s.does("inquiry", "recount"), "Cases: 15 recovery cases", "held against their notes, 0 problems")
	}
	s := steering{t, stoppedBefore(t, whole.db, "inquiry.discontinued/1")}
	c := s.acts("R25-000009", func(a *inquiry.Act) (*inquiry.Receipt, error) {
		return a.Assign(t.Context(), s.journal(), "eva", "")
	})
	s.does("demo", "--scale", "small", "--households", "0", "--no-serve")
	if now := s.acts("R25-000009", nil); now.Version != c.Version || now.Owner != "eva" {
		t.Errorf("it was worked on: %s with %d events", now.State, now.Version)
	}
}

const basisHeader = "source;id;version;status;person;benefit;payout;payee;from;to;paid;tax;entitled\n"

// Bases from files: early, again, with other words, blocked, with a bad line, and one that can
// never be taken in, on both databases.
func TestInquiry_basisFile(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		s := steering{t, db()}
		told(t, s.db)
		line := func(id, version, status, to, paid string) string {
			return "bostad;" + id + ";" + version + ";" + status + ";" + annas + ";bostadsbidrag;U1;;2025-01-01;" + to + ";" + paid + ";;500\n"
		}
		file := func(lines ...string) string { return written(t, "b.csv", basisHeader+strings.Join(lines, "")) }
		first := file(line("A", "1", "current", "2025-01-31", "1500"))
		says(t, s.does("inquiry", "basis", first), "Waits: bostad A version 1: no case awaits it.", "1 wait", "nothing was stored")
		says(t, s.does("inquiry", "uncoupled", "--days", "0"), "0 rows")
		says(t, s.does("inquiry", "basis", first, "--write"), "1 message: 0 to cases, 1 wait")
		says(t, s.does("inquiry", "basis", first, "--write"), "1 had come before")
		list := s.does("inquiry", "uncoupled", "--days", "0")
		if says(t, list, "1 row", "bostad  A"); identityNumber.MatchString(list) {
			t.Errorf("the list names somebody: %s", list)
		}
		says(t, s.does("inquiry", "uncoupled"), "0 rows")
		open := []string{"inquiry", "open", "--person", annas, "--benefit", "bostadsbidrag", "--from", "2025-01-01", "--to", "2025-03-31", "--category", "income", "--source", "reconciliation", "--ref", "AVS-1", "--text", "avstämning", "--by", "karin"}
		out := s.does(open...)
		says(t, out, "Recovery case R", "it is signalled")
		id := strings.Fields(out)[2]
		id = strings.TrimSuffix(id, ":")
		if again := s.does(open...); again != out {
			t.Errorf("the same signal again: %s", again)
		}
		if out := s.does("inquiry", "night", "--write"); strings.Contains(out, "Given") {
			t.Errorf("nobody has accepted the case: %s", out)
		}
		s.acts(id, func(a *inquiry.Act) (*inquiry.Receipt, error) { return a.Accept(t.Context(), s.journal(), "") })
		says(t, s.does("inquiry", "night"), "Given to cases that came after them: 1 message.", "nothing was stored")
		says(t, s.does("inquiry", "night", "--write"), "Given to cases that came after them: 1 message.")
		if c := s.acts(id, nil); c.State != inquiry.Investigating || c.Reckon(c.Since).Wrong != 100_000 {
			t.Errorf("%s", c.State)
		}
		says(t, s.does("inquiry", "automatic"), "1 case under investigation: 0 assessed, 0 decided", "the agency has set no limit")
		says(t, s.does("inquiry", "basis", file(line("A", "3", "blocked", "2025-01-31", "1500"), line("A", "2", "current", "2025-01-31", "1600")), "--write"), "2 to cases")
		says(t, s.does("inquiry", "show", id, "--user", "eva", "--purpose", "fråga"), "basis 1, bostad A version 1: older", "basis 2, bostad A version 3: blocked", "to be repaid, gross")
		bad := file(line("A", "2", "current", "2025-01-31", "1700"), line("C", "1", "current", "2024-12-31", "1"), line("B", "1", "current", "2045-01-31", "1"), line("D", "1", "current", "2025-01-31", "1"))
		for i := range 6 {
			out, errs := balans(t, exitFailed, "inquiry", "basis", bad, "--write", "--db", s.db)
			says(t, out, "): bostad A version 2: ", "): bostad B version 1: ", "Set aside: bostad C version 1, line 3.")
			if i < 5 {
				says(t, out, "version 2 of the basis has come before and says something else")
			}
			says(t, errs, ":3:", "to is \"2024-12-31\"")
			if parked := strings.Count(out, "(parked)"); (i < 4) != (parked == 0) {
				t.Errorf("try %d: %s", i+1, out)
			}
			if identityNumber.MatchString(out + errs) {
				t.Errorf("it names somebody: %s%s", out, errs)
			}
		}
		says(t, s.does("inquiry", "followup", "--from", "2020-01-01", "--csv"), "figure;from;to;state;step;age_days;value\nsignalled;2020-01-01;", ";investigating;facts;0-30;1\n", "goal_days;")
		var f inquiryFigures
		if err := json.Unmarshal([]byte(s.does("inquiry", "followup", "--from", "2020-01-01", "--json")), &f); err != nil || f.Signalled != 1 || f.Goal != nil || len(f.Open) != 1 || f.Open[0].Cases != 1 {
			t.Errorf("%+v %v", f, err)
		}
		says(t, s.does("inquiry", "followup"), "goal days", "not known")
	})
}

// Of somebody with a protected identity no list tells, and the case is shown with a reason for
// just that alone; nothing is shown without a line in the reading log.
func TestInquiry_keepsTheProtectedBack(t *testing.T) {
	s := steering{t, t.TempDir() + "/j.db"}
	const anna identity.Number = 193501096998
	open := func(person string) string {
		out := s.does("inquiry", "open", "--person", person, "--benefit", "bostadsbidrag", "--from", "2025-01-01", "--to", "2025-03-31", "--category", "other", "--text", "ett tips", "--by", "karin")
		return strings.TrimSuffix(strings.Fields(out)[2], ":")
	}
	told(t, s.db)
	hers, his := open(anna.String()), open("193501259166")
	s.does("register", "import", written(t, "skydd.csv", "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n"+
		"population;skatteverket;s1;"+anna.String()+";2024-01-01;;protected;;;;;;;\n"), "--by", "karin")
	list := s.does("inquiry", "list")
	if says(t, list, his, "because the identity is protected: 1 case"); strings.Contains(list, hers) {
		t.Error(list)
	}
	if out := s.does("inquiry", "list", "--json"); strings.Contains(out, hers) || !strings.Contains(out, his) {
		t.Error(out)
	}
	s.refuses(exitUsage, []string{"inquiry", "show", his}, "--user")
	s.refuses(exitUsage, []string{"inquiry", "show", his, "--user", "eva"}, "--purpose")
	s.refuses(exitUsage, []string{"inquiry", "show", hers, "--user", "eva", "--purpose", "p"}, "--protected-reason")
	if n := logged(t, s.db, anna, "", ""); n != 0 {
		t.Errorf("%d lines", n)
	}
	out := s.does("inquiry", "show", hers, "--user", "eva", "--purpose", "p", "--protected-reason", "enheten för skyddade")
	if says(t, out, hers, "ett tips", anna.Masked()); identityNumber.MatchString(out) {
		t.Error(out)
	}
	logged(t, s.db, anna, "inquiry.print", "eva", "enheten")
}

func TestInquiry_refusesWhatCannotBe(t *testing.T) {
	s := fresh(t)
	for says, args := range map[string][]string{
		"knows no": {"x"}, "takes no arguments": {"list", "y"}, "takes the case's number": {"show"}, "--write is for": {"list", "--write"}, "prints text alone": {"night", "--json"},
		"--state is": {"list", "--state", "lost"}, "--person": {"open"}, "--benefit": {"open", "--person", annas}, "--from and --to": {"open", "--person", annas, "--benefit", "barnbidrag"},
		"--source is": {"open", "--person", annas, "--benefit", "barnbidrag", "--from", "2025-01-01", "--to", "2025-01-01", "--by", "karin", "--source", "mail"},
		"--by is":     {"open", "--person", annas, "--benefit", "barnbidrag", "--from", "2025-01-01", "--to", "2025-01-01"}, "go together": {"night", "--sender-name", "X"}, "--csv do not": {"followup", "--json", "--csv"},
		"is before --from": {"followup", "--from", "2025-02-01", "--to", "2025-01-01"}, "has not come": {"night", "--write", "--on", "2099-01-01"}, "--days is": {"uncoupled", "--days", "-1"},
	} {
		s.refuses(exitUsage, append([]string{"inquiry"}, args...), says)
	}
	s.refuses(exitFailed, []string{"inquiry", "show", "R25-000001", "--user", "eva", "--purpose", "p"}, "there is no recovery case")
	s.refuses(exitFailed, []string{"inquiry", "basis", written(t, "b.csv", "a;b\n")}, "the header source;id;version")
}

func TestSender_comesFromTheEnvironmentToo(t *testing.T) {
	t.Setenv(envSenderName, "Myndigheten")
	t.Setenv(envSenderContact, "0771-100100|www.example.se")
	t.Setenv(envPayTo, "bankgiro 1")
	o := senderOptions{payTo: "bankgiro 2"}
	if err := o.complete(); err != nil || o.name != "Myndigheten" || !slices.Equal(o.contact, []string{"0771-100100", "www.example.se"}) || o.payTo != "bankgiro 2" {
		t.Errorf("%+v %v", o, err)
	}
}
