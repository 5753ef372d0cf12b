package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"balans/access"
	"balans/journal"
	"balans/law/identity"
	"balans/prevent/notice"
)

// annas is a test number published by Skatteverket.
const annas = "193502017456"

// A notice from report to the last answer, on both databases; what is shown names no person
// by the whole number.
func TestNotice_fromReportToAnswer(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		s := steering{t, db()}
		told(t, s.db)
		report := []string{"notice", "report", "--person", annas, "--circumstance", "moved", "--from", "2025-03-15", "--learnt", "2025-03-15", "--on", "2025-04-02",
			"--benefits", "bostadsbidrag:2025-04-25,barnbidrag:2025-04-17,underhallsstod", "--text", "ny adress", "--by", "karin"}
		says(t, s.does(append(report, "--dry-run")...), "It can be received. It would be waiting.", "bostadsbidrag", "not reached: barnbidrag: is not affected")
		says(t, s.does("notice", "list", "all"), "0 rows")
		out := s.does(append(report, "--id", "2025-04-FLYTT")...)
		says(t, out, "Received as notice 2025-04-FLYTT on 2025-04-02. It is waiting.", "SFB 96:2")
		says(t, s.does(append(report, "--id", "2025-04-FLYTT")...), "It stands already")
		again := s.does(report...)
		id := regexp.MustCompile(`notice (\d{4}-\d{2}-[A-Z2-7]{8}) on`).FindStringSubmatch(again)
		if id == nil {
			t.Fatalf("no id in %s", again)
		}
		says(t, again, "has been told before: 2025-04-FLYTT")
		says(t, s.does("notice", "withdraw", id[1], "--why", "anmält två gånger", "--on", "2025-04-05", "--by", "karin"), "which is withdrawn")
		says(t, s.does("notice", "take", "2025-04-FLYTT", "bostadsbidrag", "--on", "2025-04-04", "--unit", "Nord", "--by", "eva"), "Recorded on 2025-04-FLYTT, which is under-way.")
		says(t, s.does("notice", "answer", "2025-04-FLYTT", "bostadsbidrag", "changed", "--decision", "FK 1", "--effect-from", "2025-04-01", "--on", "2025-04-10", "--by", "eva"), "under-way")
		says(t, s.does("notice", "place", "2025-04-FLYTT", "sjukpenning", "--why", "frågade också om den", "--on", "2025-04-11", "--by", "eva"), "under-way")
		says(t, s.does("notice", "strike", "2025-04-FLYTT", "4", "--why", "fel anmälan", "--by", "eva"), "Recorded")
		says(t, s.does("notice", "answer", "2025-04-FLYTT", "underhallsstod", "no-effect", "--on", "2025-04-20", "--by", "ali", "--dry-run"), "It can be recorded on 2025-04-FLYTT, which would be answered.")
		says(t, s.does("notice", "answer", "2025-04-FLYTT", "underhallsstod", "no-effect", "--on", "2025-04-20", "--by", "ali"), "which is answered.")

		shown := s.does("notice", "show", "2025-04-FLYTT", "--user", "sara", "--purpose", "fråga", "--on", "2025-04-30")
		says(t, shown, "as of 2025-04-30: answered", "19350201-****", "said: ny adress", "reported late", "2 days late", "changed 2025-04-10, answered before the next payment", "(struck by 5)")
		var one noticeJSON
		if err := json.Unmarshal([]byte(s.does("notice", "show", "2025-04-FLYTT", "--user", "sara", "--purpose", "fråga", "--on", "2025-04-12", "--json")), &one); err != nil ||
			one.State != notice.UnderWay || len(one.Parts) != 2 || *one.Parts[0].Outcome != notice.Changed || one.Parts[1].Answered != nil || one.Person != "19350201-****" {
			t.Errorf("%+v, %v", one, err)
		}
		var f notice.Follow
		if err := json.Unmarshal([]byte(s.does("notice", "follow-up", "--from", "2025-04-01", "--to", "2025-04-30", "--on", "2025-04-30", "--json")), &f); err != nil ||
			f.All.Notices != 1 || f.All.Reached != 2 || f.All.FirstAction.Median != 2 || f.All.LastAnswer.P90 != 18 || f.All.BeforePay != 1 || f.All.PayKnown != 1 || f.All.Late != 1 {
			t.Errorf("%+v, %v", f, err)
		}
		says(t, s.does("notice", "follow-up", "--from", "2025-04-01", "--to", "2025-04-30", "--on", "2025-04-30"), "moved", "1 of 1", "Open by age", "91 or more days: 0")
		if out := s.does("notice", "list", "all"); strings.Contains(out, "1935") || !strings.Contains(out, "bostadsbidrag!") {
			t.Errorf("the list: %s", out)
		}
		var list []noticeJSON
		if err := json.Unmarshal([]byte(s.does("notice", "list", "all", "--json", "--benefit", "underhallsstod")), &list); err != nil || len(list) != 2 || list[0].Person != "" || list[0].Details != "" {
			t.Errorf("%+v, %v", list, err)
		}
		readings(t, s.db, 2)
	})
}

// readings counts the lines in Anna's reading log.
func readings(t *testing.T, db string, want int) {
	t.Helper()
	j, err := journal.OpenExisting(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	party, err := identity.Parse(annas)
	if err != nil {
		t.Fatal(err)
	}
	events, err := j.Load(t.Context(), int64(party), access.ReadingStream(party))
	if err != nil || len(events) != want {
		t.Errorf("%d lines in the reading log, want %d; %v", len(events), want, err)
	}
}

// What the table cannot place waits on a list of its own.
func TestNotice_whatIsNotInTheTableWaits(t *testing.T) {
	s := steering{t, t.TempDir() + "/x.db"}
	told(t, s.db)
	out := s.does("notice", "report", "--person", annas, "--circumstance", "other", "--text", "något annat", "--benefits", "bostadsbidrag", "--id", "N-01", "--by", "karin")
	says(t, out, "It is to-place.", "balans notice place N-01 BENEFIT")
	says(t, s.does("notice", "list", "to-place"), "1 row", "N-01")
	says(t, s.does("notice", "correct", "N-01", "--circumstance", "rent", "--why", "det var hyran", "--by", "eva"), "which is waiting")
	says(t, s.does("notice", "list", "to-place"), "0 rows")
	says(t, s.does("notice", "close", "N-01", "--why", "bidraget är slut", "--by", "eva"), "which is closed")
	says(t, s.does("notice", "list", "ended"), "N-01")
}

func TestNotice_mistakesAreToldWithWhatToDo(t *testing.T) {
	db := t.TempDir() + "/x.db"
	told(t, db)
	balans(t, exitOK, "notice", "report", "--person", annas, "--circumstance", "rent", "--benefits", "bostadsbidrag", "--id", "N-01", "--by", "karin", "--db", db)
	for args, want := range map[string]string{
		"notice dance":                                                                    "knows no",
		"notice take N-01":                                                                "takes 2 arguments",
		"notice take N-01 nothing":                                                        "--by",
		"notice take N-01 nothing --by eva":                                               "no benefit",
		"notice answer N-01 bostadsbidrag glad --by eva":                                  "the outcome is one of",
		"notice strike N-01 x --by eva":                                                   "number of a fact",
		"notice place N-01 x --by eva":                                                    "no benefit",
		"notice correct N-01 --by eva":                                                    "what was wrong",
		"notice report --person 193502017457 --circumstance rent --by eva":                "--person",
		"notice report --person " + annas + " --circumstance x --by eva":                  "balans notice circumstances",
		"notice report --person " + annas + " --circumstance rent --benefits x --by e":    "--benefits",
		"notice take N-01 bostadsbidrag --known-at 2025-01-01 --by eva":                   "--known-at",
		"notice take N-01 bostadsbidrag --on 1800-01-01 --by eva":                         "--on 1800-01-01",
		"notice take N-01 bostadsbidrag --json --by eva":                                  "--json",
		"notice report --person " + annas + " --circumstance rent --by eva --id " + annas: "another id",
		"notice list nothing":                                                             "there is no list",
		"notice list --circumstance x":                                                    "--circumstance",
		"notice list --benefit x":                                                         "--benefit",
		"notice list --on 1800-01-01":                                                     "--on 1800-01-01",
		"notice show N-01":                                                                "--user",
		"notice show N-01 --user sara":                                                    "--purpose",
		"notice circumstances x":                                                          "no circumstance",
		"notice follow-up --to 1999-01-01 --from 2000-01-01":                              "is before",
	} {
		if out, errs := balans(t, exitUsage, append(strings.Fields(args), "--db", db)...); !strings.Contains(errs, want) || out != "" || strings.Contains(errs, "7457") {
			t.Errorf("balans %s says %q and %q; it should mention %q", args, out, errs, want)
		}
	}
	for args, want := range map[string]string{
		"notice take N-09 bostadsbidrag --by eva":                                         "there is no notice",
		"notice take N-01 sjukpenning --by eva":                                           "was not reached",
		"notice answer N-01 bostadsbidrag changed --by eva":                               "decision is missing",
		"notice withdraw N-01 --by eva":                                                   "why is missing",
		"notice show N-09 --user sara --purpose x":                                        "there is no notice",
		"notice show N-01 --user sara --purpose x --on 2020-01-01":                        "had not been received",
		"notice report --person " + annas + " --circumstance rent --channel owl --by eva": "the channel is one of",
	} {
		if out, errs := balans(t, exitFailed, append(strings.Fields(args), "--db", db)...); !strings.Contains(errs, want) || out != "" || strings.Contains(errs, annas) {
			t.Errorf("balans %s says %q and %q; it should mention %q", args, out, errs, want)
		}
	}
	out, _ := balans(t, exitOK, "notice", "circumstances")
	says(t, out, "moved-abroad", "other")
	out, _ = balans(t, exitOK, "notice", "circumstances", "moved")
	says(t, out, "bostadsbidrag", "SFB 96:2, SFB 97:18 V", "remembered")
}
