package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/exchange/postfile"
	"balans/law/calendar"
)

const refundFacts = `{"claim":"2026-000442","benefit":"bostadsbidrag","from":"2026-01-01","to":"2026-03-31","amount":30000,"why":"Beslutet har ändrats.","paid_on":"2026-09-25"}`

const letterSender = `{"name":"Försäkringskassan","unit":"Återkrav","contact":["Telefon 0771-000 000"]}`

// files writes files to a folder of the test and returns how to name one of them.
func files(t *testing.T, texts map[string]string) func(name string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

// Letters from order to receipt, on both databases; no list names a person, and what is shown
// is in the reading log first.
func TestLetter_fromOrderToReceipt(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		s := steering{t, db()}
		told(t, s.db)
		in := files(t, map[string]string{"facts.json": refundFacts, "sender.json": letterSender,
			"reach.csv": "person;protection;mailbox;pages;dead;estate\n193502017456;marked;no;no;no;no\n*;none;yes;no;no;no\n193502158458;protected;yes;no;no;no\n"})
		out := t.TempDir()
		order := func(id, person string, more ...string) []string {
			return append([]string{"letter", "order", id, "refund", in("facts.json"), "--person", person, "--sender", in("sender.json"), "--by", "eva"}, more...)
		}
		says(t, s.does(order("B-0001", annas, "--dry-run")...), "can be ordered")
		says(t, s.does("letter", "list"), "0 rows")
		says(t, s.does(order("B-0001", annas)...), "Ordered as letter B-0001.")
		says(t, s.does(order("B-0001", annas)...), "It stands already")
		s.does(order("B-0002", "193502158458")...)
		s.does(order("B-0003", "193502168788")...)
		send := []string{"letter", "send", "--dir", out, "--reach", in("reach.csv"), "--by", "night"}
		says(t, s.does(send...), "Handed over: 2 letters.", "post-forwarding-", "mailbox-", "Held until somebody releases them: 1 letter.")
		says(t, s.does(send...), "Handed over: 0 letters.", "Not now, held: 1", "A receipt is waited for: 2 letters.")
		list := s.does("letter", "list")
		says(t, list, "3 rows", "B-0001", "refund/1", "held", "handed")
		if identityNumber.MatchString(list) {
			t.Errorf("the list names somebody:\n%s", list)
		}
		says(t, s.does("letter", "list", "held"), "1 row", "marked")
		says(t, s.does("letter", "release", "B-0001", "--why", "prövat", "--by", "karin"), "is ordered")
		says(t, s.does("letter", "withdraw", "B-0001", "--why", "fel belopp", "--by", "eva"), "is withdrawn")
		s.refuses(exitFailed, []string{"letter", "withdraw", "B-0003", "--why", "fel belopp", "--by", "eva"}, "has been handed over and cannot be taken back")
		s.refuses(exitFailed, []string{"letter", "resend", "B-9999", "--why", "x", "--by", "eva"}, "there is no letter")

		var rows []letterRow
		if err := json.Unmarshal([]byte(s.does("letter", "list", "--json")), &rows); err != nil || len(rows) != 2 {
			t.Fatalf("%v, %v", rows, err)
		}
		var receipts []postfile.Receipt
		today := calendar.InstantOf(time.Now()).Date()
		for i, r := range rows {
			receipts = append(receipts, postfile.Receipt{ID: fmt.Sprintf("r%d", i), Batch: r.Batch, Letter: r.ID, Attempt: 1, Status: postfile.Delivered, On: today})
		}
		var file bytes.Buffer
		if err := postfile.WriteReceipts(&file, receipts[:1]); err != nil {
			t.Fatal(err)
		}
		answers := files(t, map[string]string{"r.csv": file.String(),
			"r.xml": fmt.Sprintf(`<DeliveryReceipts><Receipt id="x1" batch=%q letter=%q attempt="1" status="delivered" on=%q/><Receipt id="x2"/></DeliveryReceipts>`, rows[1].Batch, rows[1].ID, today)})
		says(t, s.does("letter", "receipts", answers("r.csv"), "--by", "night"), "Taken in: 1 receipt.")
		says(t, s.does("letter", "receipts", answers("r.csv"), "--by", "night"), "Taken in: 0 receipts. Taken in before: 1.")
		told, errs := balans(t, exitFailed, "letter", "receipts", answers("r.xml"), "--by", "night", "--db", s.db)
		says(t, told, "Taken in: 1 receipt.")
		says(t, errs, "receipt 2: the batch is missing", "the others were taken in")
		says(t, s.does("letter", "list"), "0 rows")

		show := []string{"letter", "show", "B-0003", "--user", "sara", "--purpose", "fråga"}
		says(t, s.does(show...), "It is received", "refund/1", "19350216-****")
		says(t, s.does(append(show, "--text")...), "Du får tillbaka 300 kronor", "Beslutet har ändrats.")
		says(t, s.does(append(show, "--html")...), "<article", "Du får tillbaka")
		pdf := filepath.Join(out, "letter.pdf")
		says(t, s.does(append(show, "--pdf", pdf)...), "Written to")
		if raw, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
			t.Errorf("no PDF: %v", err)
		}
		s.refuses(exitUsage, []string{"letter", "show", "B-0003"}, "reading log")
		checked := s.does("verify")
		says(t, checked, "Letters: 3 letters written again and held against what was ordered, 0 problems.")
	})
}

// What cannot be, is told with what to do, and a preview needs no journal.
func TestLetter_previewAndMistakes(t *testing.T) {
	in := files(t, map[string]string{"facts.json": refundFacts, "half.json": `{"claim":"1","benefit":"bostadsbidrag","from":"2026-01-01","to":"2026-03-31"}`, "odd.json": `{"adress":"x"}`, "sender.json": letterSender,
		"bad.json": `{"name":"x","street":"y"}`})
	out, _ := balans(t, exitOK, "letter", "preview", "refund", in("facts.json"), "--sender", in("sender.json"), "--on", "2026-09-20")
	says(t, out, "Du får tillbaka 300 kronor", "25 september 2026", "Telefon 0771-000 000")
	if strings.Contains(out, annas) {
		t.Error("a whole number in a letter")
	}
	estate, _ := balans(t, exitOK, "letter", "preview", "refund", in("facts.json"), "--as", "estate")
	says(t, estate, "dödsboet")
	all, _ := balans(t, exitOK, "letter", "template")
	for _, id := range []string{"hearing", "decision", "reminder", "demand", "plan-offer", "plan-confirmed", "plan-breach", "limitation", "refund", "hand-over"} {
		says(t, all, id)
	}
	for _, c := range []struct {
		code int
		args string
		says string
	}{
		{exitUsage, "letter fold", "knows no"}, {exitUsage, "letter preview refund", "takes 2 arguments"},
		{exitFailed, "letter preview invoice " + in("facts.json"), "there is no template"}, {exitFailed, "letter preview refund " + in("half.json"), "amount: it is to be above 0"},
		{exitFailed, "letter preview refund " + in("odd.json"), "adress"}, {exitFailed, "letter preview refund " + in("facts.json") + " --sender " + in("bad.json"), "street"},
		{exitUsage, "letter preview refund " + in("facts.json") + " --as heir", "self, guardian or estate"}, {exitUsage, "letter send", "--by is to name"},
	} {
		_, errs := balans(t, c.code, strings.Fields(c.args)...)
		says(t, errs, c.says)
	}
}
