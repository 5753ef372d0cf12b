package main

import (
	"strings"
	"testing"
)

func TestHousing_tellsWhichMonths(t *testing.T) {
	for args, want := range map[string]string{
		"--arose 2026-09-03 --applied 2026-09-10":                     "first month 2026-10 last month 2027-09",
		"--arose 2026-09-01 --applied 2026-08-20 --ended 2027-02-01":  "first month 2026-09 last month 2027-01",
		"--arose 2026-03-10 --applied 2026-09-10 --ended 2026-12-05":  "first month 2026-09 last month 2026-12",
		"--rose 2026-07-01 --applied 2026-08-01":                      "first month 2026-07 last month 2027-06",
		"--rose 2026-07-01 --applied 2026-08-02":                      "first month 2026-08 last month 2027-07",
		"--rose 2026-07-01 --learnt 2026-08-20 --applied 2026-09-20":  "first month 2026-07 last month 2027-06",
		"--arose 2026-09-03 --applied 2026-09-10 --born 1997-09-20":   "1997-09-20 not of an age",
		"--arose 2026-09-03 --applied 2026-09-10 --born 1997-10-20":   "1997-10-20 of an age",
		"--applied 2026-09-10":                                        "! say when the right arose",
		"--arose 2026-09-03":                                          "! it is not paid for months before that (SFB 96:14)",
		"--arose 2026-09-03 --rose 2026-09-03 --applied 2026-09-10":   "! say when the right arose",
		"--arose 2026-09-03 --learnt 2026-09-03 --applied 2026-09-10": "! --learnt is of a higher rent",
		"--arose 2026-09-03 --applied 2026-09-10 --ended 2026-10-01":  "! the right ended on 2026-10-01, before the first month it could be paid for, 2026-10",
		"--arose 2026-09-03 --applied 2026-09-10 extra":               "! takes flags alone",
	} {
		reason, refused := strings.CutPrefix(want, "! ")
		code := exitOK
		if refused {
			code = exitUsage
		}
		out, told := balans(t, code, append([]string{"housing", "months"}, strings.Fields(args)...)...)
		if refused {
			out = told
		}
		got := strings.ReplaceAll(strings.Join(strings.Fields(out), " "), firstMonthBy+" ", "")
		if !strings.Contains(got, reason) {
			t.Errorf("%s: %q, expected %s", args, got, reason)
		}
	}
}
