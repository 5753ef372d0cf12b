package main

import (
	"strings"
	"testing"

	"balans/access"
	"balans/journal"
	"balans/law/identity"
)

// logged holds the last line of a person's reading log against what a command must have
// written, and returns how many lines there are.
func logged(t *testing.T, db string, party identity.Number, cause, user string, in ...string) int {
	t.Helper()
	j, err := journal.OpenExisting(t.Context(), db, guards())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	events, err := j.Load(t.Context(), int64(party), access.ReadingStream(party))
	if err != nil {
		t.Fatal(err)
	}
	if len(events) == 0 {
		if cause != "" {
			t.Errorf("nobody has read the facts of %s, by the log", party.Masked())
		}
		return 0
	}
	if last := &events[len(events)-1]; last.Cause != cause || last.Actor != user {
		t.Errorf("the last line is %q by %q; expected %q by %q", last.Cause, last.Actor, cause, user)
	} else {
		for _, text := range in {
			if !strings.Contains(last.Body, text) {
				t.Errorf("the log has %s; expected %q in it", last.Body, text)
			}
		}
	}
	return len(events)
}

// The facts of someone whose identity is protected are shown by no command without a reason
// for just that, stand in no list, and tell nothing of where the person is to be found.
func TestCommands_keepTheProtectedBack(t *testing.T) {
	s := steering{t, t.TempDir() + "/j.db"}
	const anna, bengt = "193501096998", "193501259166"
	phones := "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n"
	for _, who := range []string{anna, bengt} {
		phones += "phone;arendesystem;t" + who[8:] + ";" + who + ";2024-01-01;;;0701234567;;;;;;\n"
	}
	s.does("register", "import", written(t, "telefon.csv", phones), "--by", "karin")
	for id, who := range map[string]string{"N-ANNA": anna, "N-BENGT": bengt} {
		s.does("notice", "report", "--id", id, "--person", who, "--circumstance", "moved", "--from", "2025-03-15", "--benefits", "bostadsbidrag", "--by", "karin")
	}
	show := func(who string) []string {
		return []string{"register", "show", "--party", who, "--by", "sara", "--purpose", "ärende 7"}
	}
	says(t, s.does(show(anna)...), "0701234567")
	before := logged(t, s.db, 193501096998, "register.print", "sara")
	protect := "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n" +
		"population;skatteverket;s1;" + anna + ";2024-01-01;;protected;;;;;;;\n"
	s.does("register", "import", written(t, "skydd.csv", protect), "--by", "karin")
	for _, args := range [][]string{show(anna), append(show(anna), "--json"), {"notice", "show", "N-ANNA", "--user", "sara", "--purpose", "ärende 7"}} {
		out, errs := balans(t, exitUsage, append(args, "--db", s.db)...)
		if out != "" || !strings.Contains(errs, "--protected-reason") || strings.Contains(errs, "1935") {
			t.Errorf("%v: %s%s", args, out, errs)
		}
	}
	if n := logged(t, s.db, 193501096998, "register.print", "sara"); n != before {
		t.Errorf("%d lines in the log; there were %d, and nothing has been shown since", n, before)
	}
	says(t, s.does(show(bengt)...), "0701234567")
	why := []string{"--protected-reason", "enheten för skyddade"}
	out := s.does(append(show(anna), why...)...)
	if says(t, out, "protected", "phone"); strings.Contains(out, "0701234567") {
		t.Errorf("it tells where the person is reached: %s", out)
	}
	logged(t, s.db, 193501096998, "register.print", "sara", "enheten")
	if out = s.does(append(append(show(anna), why...), "--json")...); strings.Contains(out, "0701234567") {
		t.Errorf("it tells where the person is reached: %s", out)
	}
	says(t, s.does(append([]string{"notice", "show", "N-ANNA", "--user", "sara", "--purpose", "ärende 7"}, why...)...), "N-ANNA", "19350109-****")
	logged(t, s.db, 193501096998, "notice.print", "sara", "enheten")
	told(t, s.db) // a claim she owes with another
	claim := []string{"claim", "2016-000900", "--user", "sara", "--purpose", "ärende 7"}
	for _, args := range [][]string{claim, append(claim, "--format", "json")} {
		s.refuses(exitUsage, args, "--protected-reason")
	}
	logged(t, s.db, 193501096998, "notice.print", "sara", "enheten")
	says(t, s.does(append(claim, why...)...), "2016-000900", "19350109-****")
	logged(t, s.db, 193501096998, "claim.print", "sara", "enheten")
	logged(t, s.db, 193502017456, "claim.print", "sara", "enheten")
	list := s.does("notice", "list")
	if says(t, list, "N-BENGT", "because the identity is protected: 1 notice"); strings.Contains(list, "N-ANNA") {
		t.Errorf("%s", list)
	}
	for _, more := range [][]string{{"--json"}, {"--circumstance", "moved"}, {"--benefit", "bostadsbidrag"}} {
		if out := s.does(append([]string{"notice", "list"}, more...)...); !strings.Contains(out, "N-BENGT") || strings.Contains(out, "N-ANNA") || strings.Contains(out, "protected") {
			t.Errorf("%v: %s", more, out)
		}
	}
}
