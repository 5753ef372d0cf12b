package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
)

// invented is a number of a made-up person.
func invented(t *testing.T, serial int) string {
	t.Helper()
	n, err := identity.NewPerson(calendar.New(1979, 6, 5), serial)
	if err != nil {
		t.Fatal(err)
	}
	return n.String()
}

// From the first administrator to a review, on both databases; no number is shown whole.
func TestAccess_fromStaffToReview(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		s := steering{t, db()}
		told(t, s.db)
		file := filepath.Join(t.TempDir(), "personal.csv")
		staff := "id;number;name;unit;from;to\n"
		for i, id := range []string{"ann", "eva", "kim", "lars"} {
			staff += id + ";" + invented(t, 100+i) + ";Namn " + id + ";Syd;2024-01-01;\n"
		}
		if err := os.WriteFile(file, []byte(staff), 0o600); err != nil {
			t.Fatal(err)
		}
		shown := ""
		does := func(args ...string) string {
			t.Helper()
			out := s.does(append([]string{"access"}, args...)...)
			shown += out
			return out
		}
		refuses := func(text string, args ...string) {
			t.Helper()
			_, err := balans(t, exitFailed, append([]string{"access", "--db", s.db}, args...)...)
			shown += err
			says(t, err, text)
		}
		says(t, does("staff", file, "--by", "operator", "--dry-run"), "It can be recorded: 4 facts.")
		says(t, does("list"), "0 members of staff")
		says(t, does("staff", file, "--by", "operator"), "Recorded: 4 facts.")
		says(t, does("staff", file, "--by", "operator"), "It stands already")
		refuses("the first grants are of the role administrator", "grant", "eva", "caseworker", "--by", "operator", "--why", "prov")
		does("grant", "ann", "administrator", "--by", "operator", "--why", "beslut")
		refuses("not an access administrator", "grant", "kim", "administrator", "--by", "operator", "--why", "prov")
		refuses("nobody decides on his or her own access", "grant", "ann", "caseworker", "--by", "ann", "--why", "prov")
		does("grant", "eva", "caseworker", "--benefits", "bostadsbidrag,barnbidrag", "--unit", "Syd", "--by", "ann", "--why", "bostad", "--id", "g-eva", "--from", "2024-01-01")
		does("grant", "lars", "manager", "--by", "ann", "--why", "chef", "--from", "2024-01-01")
		says(t, does("delegate", "eva", "kim", "--to", "2079-01-01", "--from", "2078-12-01", "--by", "eva", "--why", "ledig"), "Recorded as delegation-")
		says(t, does("list"), "eva   Namn eva   Syd   caseworker (barnbidrag,bostadsbidrag; Syd)", "4 members of staff")
		says(t, does("show", "kim", "--on", "2078-12-15"), "19790605-****", "acts for eva in every role", "eva, kim")
		says(t, does("roles", "--lang", "en"), "| `claim.read` | read a claim |")

		read := func(user, claim string) {
			t.Helper()
			balans(t, exitOK, "claim", claim, "--db", s.db, "--user", user, "--purpose", "fråga", "--known-at", "2025-04-25")
		}
		claims := regexp.MustCompile(`(?m)^([A-Z0-9][^;,\s]*)[;,]`).FindAllStringSubmatch(toldClaims, -1)
		if len(claims) == 0 {
			t.Fatalf("no claims in %s", toldClaims)
		}
		read("eva", claims[0][1])
		read("lars", claims[0][1])
		period := []string{"--from", "2020-01-01", "--to", "2079-06-05"}
		look := func(verb, by string, more ...string) []string {
			return append(append([]string{verb, "--by", by, "--why", "uppföljning"}, period...), more...)
		}
		out := does(look("log", "lars")...)
		says(t, out, "eva  ", "claim.print", "2 readings.", "fråga")
		numbers := regexp.MustCompile(`(?m)^(\d+)  \S+  (\S+)  `).FindAllStringSubmatch(out, -1)
		if len(numbers) != 2 {
			t.Fatalf("%q", out)
		}
		says(t, does(look("log", "lars", "--reader", "eva")...), "1 reading.")
		refuses("None of your roles", look("log", "eva")...)
		refuses("You are not registered as staff", look("log", "nobody")...)
		says(t, does(look("select", "lars", "--seed", "x")...), "of 2 readings to review. The lot was drawn with --seed x.")
		for _, n := range numbers {
			if n[2] == "lars" {
				refuses("nobody reviews his or her own reading", "review", n[1], "justified", "--by", "lars")
			} else {
				refuses("text is missing", "review", n[1], "unjustified", "--by", "lars")
				says(t, does("review", n[1], "justified", "--by", "lars"), "Recorded: number "+n[1]+" is justified.")
				says(t, does("review", n[1], "justified", "--by", "lars"), "It stands already")
			}
		}
		refuses("no reading has the number 999999", "review", "999999", "justified", "--by", "lars")
		says(t, does(look("log", "lars", "--reader", "eva")...), "[justified by lars]")
		refuses("The person is not among those you can look up", "override", "--person", invented(t, 300), "--function", access.ReadClaim, "--benefit", "sjukpenning", "--by", "eva", "--why", "prov")
		refuses("This is your own matter", "override", "--person", invented(t, 101), "--function", access.ReadClaim, "--benefit", "sjukpenning", "--by", "eva", "--why", "prov")
		does("tie", "eva", "--person", annas, "--by", "eva", "--why", "farmor", "--id", "t-eva")
		refuses("not an access administrator", "end", "t-eva", "--by", "kim", "--why", "prov")
		does("end", "t-eva", "--by", "ann", "--why", "fel person")
		does("end", "g-eva", "--by", "ann", "--why", "ny tjänst")
		says(t, does(append([]string{"overrides"}, period...)...), "0 overrides.")
		does("left", "kim", "--by", "ann", "--why", "slutat")

		out, _ = balans(t, exitOK, "verify", "--db", s.db)
		says(t, out, "Access: 2 readings, 1 review and 12 facts of staff and rights checked, 0 problems.")
		read("operator", claims[0][1])
		out, _ = balans(t, exitProblem, "verify", "--db", s.db)
		says(t, out, `read by "operator", who was not staff`)
		if n := regexp.MustCompile(`19790605\d{4}`).FindString(shown); n != "" || strings.Contains(shown, annas) {
			t.Errorf("an identity number in what is shown: %s", n)
		}
	})
}

func TestAccess_usage(t *testing.T) {
	for text, args := range map[string][]string{
		"access knows no":          {"what"},
		"takes 2 arguments, not 1": {"grant", "eva"},
		"--by is to name":          {"grant", "eva", "caseworker", "--why", "x"},
		"--why must state":         {"grant", "eva", "caseworker", "--by", "x"},
		"--lang takes":             {"roles", "--lang", "de"},
		"a day lies between":       {"list", "--on", "0900-01-01"},
		"`balans help access`":     {"log", "x"},
	} {
		_, err := balans(t, exitUsage, append([]string{"access"}, args...)...)
		says(t, err, text)
	}
}
