package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParental_tellsTheAmountAndWhy(t *testing.T) {
	out, _ := balans(t, exitOK, "parental", "tfp", "--sgi", "360000", "--yearly", "2080", "--on", "2026-03-02", "--hours", "8", "--level", "1/2")
	for _, want := range []string{"536\u00a0kr", "SFB 28:13 p.1", "134", "price_base_amount", "SFS 2025:872"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	golden(t, "parental_tfp.golden", out)
	out, _ = balans(t, exitOK, "parental", "tfp", "--sgi", "360000", "--yearly", "2080", "--day", "2026-03-31 full 8", "--day", "2026-04-14 full 8", "--day", "2026-04-15 1/2 8",
		"--applied", "2026-05-15", "--extraordinary", "no", "--lang", "sv")
	golden(t, "parental_spring.golden", out)
	out, _ = balans(t, exitOK, "parental", "child", "--born", "2025-06-15", "--on", "2026-03-02")
	golden(t, "parental_child.golden", out)
}

func TestParental_otherQuestions(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"fp --sgi 360000 --on 2026-03-02 --before 200", "765\u00a0kr"},
		{"fp --sgi 360000 --on 2026-03-02 --before 10", "not_shown"},
		{"fp --sgi 360000 --on 2026-03-02 --before 10", "missing: insured_240"},
		{"fp --sgi 360000 --on 2026-03-02 --before 10 --insured-240 no", "250\u00a0kr"},
		{"fp --on 2026-03-02 --before 200 --lowest --level 1/2", "90\u00a0kr"},
		{"fp --sgi 360000 --on 2026-03-02 --before 10 --born 2022-03-01", "765\u00a0kr"},
		{"sickness --sgi 360000 --on 2026-03-02", "765\u00a0kr"},
		{"sickness --sgi 360000 --on 2026-03-02 --continuation", "718\u00a0kr"},
		{"sickness --sgi 360000 --on 2026-03-02 --unemployed", "543\u00a0kr"},
		{"sickness --sgi 360000 --on 2026-03-02 --unemployed --treatment", "765\u00a0kr"},
		{"sickness --sgi 360000 --yearly 2080 --on 2026-03-02 --hours 8", "1\u00a0072\u00a0kr"},
		{"tfp --other 360000 --on 2026-03-02", "1\u00a0074\u00a0kr"},
		{"tfp --sgi 360000 --on 2026-03-02 --unemployed", "765\u00a0kr"},
		{"tfp --other 360000 --on 2026-03-08 --paid 2026-03-02 --paid 2026-03-03 --paid 2026-03-04 --paid 2026-03-05 --paid 2026-03-06", "more than five days of seven"},
		{"child --born 2013-01-10 --on 2026-03-02 --reason child_ill --fact special_need=yes --fact otherwise=no", "120 days"},
		{"tfp --other 360000 --on 2026-04-14 --applied 2026-05-15 --fact seriously_ill=yes", "does not hold for a seriously ill child"},
		{"fp --on 2026-05-01 --before 200 --applied 2026-05-15 --reported 2026-05-10", "missing: excused"},
		{"fp --on 2026-05-01 --before 200 --applied 2026-05-15 --reported 2026-05-10 --fact excused=no", "SFB 11:12"},
		{"child --born 2013-01-10 --on 2026-03-02 --reason child_ill", "missing: special_need"},
		{"child --born 2013-01-10 --on 2026-03-02 --reason child_ill --fact seriously_ill=yes", "unlimited days"},
		{"child --born 2026-01-01 --on 2026-03-02 --reason birth --fact came_home=2026-01-03", "10 days"},
		{"fp --sgi 360000 --on 2026-03-02 --before 389 --born 2025-06-15 --insured-240 yes", "left before it: 1"},
		{"fp --sgi 360000 --on 2026-03-02 --before 390 --born 2025-06-15 --insured-240 yes", "Of 390 days on sickness or base level 390 are used: 0 are left, and the day needs 1"},
		{"fp --sgi 360000 --on 2026-03-02 --born 2025-06-15 --insured-240 yes", "missing: used_sickness_or_base"},
		{"fp --sgi 360000 --on 2026-03-02 --before 200 --lowest --born 2020-06-15 --used-lowest 89 --used-after-four 96", "Of 96 days for time from 2024-06-15 on 96 are used"},
		{"tfp --other 14000 --on 2026-03-02", "to examine: sgi"},
		{"child --born 2024-01-01 --on 2026-03-02 --resident 2025-06-01 --siblings 1", "276"},
	} {
		if out, _ := balans(t, exitOK, append([]string{"parental"}, strings.Fields(c.args)...)...); !strings.Contains(out, c.want) {
			t.Errorf("%s: %q is not in\n%s", c.args, c.want, out)
		}
	}
}

func TestParental_json(t *testing.T) {
	out, _ := balans(t, exitOK, "parental", "tfp", "--sgi", "360000", "--yearly", "2080", "--on", "2026-04-14", "--hours", "8", "--applied", "2026-05-15", "--json")
	var got struct {
		Result struct {
			Total int64 `json:"total_ore"`
			Steps []struct {
				Law  string            `json:"law"`
				Says map[string]string `json:"says"`
			} `json:"steps"`
		} `json:"result"`
		Application []struct {
			Outcome string `json:"outcome"`
			Missing []struct {
				Fact string `json:"fact"`
			} `json:"missing"`
		} `json:"application"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Result.Total != 107_200 || len(got.Result.Steps) < 4 || got.Result.Steps[0].Says["sv"] == "" || got.Result.Steps[0].Says["en"] == "" {
		t.Errorf("%s", out)
	}
	if len(got.Application) != 1 || got.Application[0].Outcome != "not_shown" || got.Application[0].Missing[0].Fact != "extraordinary" {
		t.Errorf("%s", out)
	}
}

func TestParental_saysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		code       int
		args, want string
	}{
		{exitUsage, "", "tfp, fp, sickness or child"},
		{exitUsage, "vab", "there is no \"vab\""},
		{exitUsage, "tfp --sgi 360000", "--on is needed"},
		{exitUsage, "tfp --sgi 360000 --on 2026-03-02 --hours 8", "yearly"},
		{exitUsage, "tfp --sgi 360000 --yearly 2080 --on 2026-03-02", "hours: the working time"},
		{exitUsage, "tfp --sgi 360.000 --on 2026-03-02", "not a point"},
		{exitUsage, "tfp --sgi 360000 --on 2026-03-02 --level 1/3", "full, 3/4, 1/2, 1/4 and 1/8"},
		{exitUsage, "tfp --sgi 1 --on 2026-03-02 --hours x", "not a number of hours"},
		{exitUsage, "tfp --day 2026-03-02 --on 2026-03-02", "--day stands instead"},
		{exitUsage, "fp --on 2026-03-02 --used-lowest 3", "which --born says"},
		{exitUsage, "fp --on 2026-03-02 --before many", "invalid value"},
		{exitUsage, "fp --on 2026-03-02 --insured maybe", "both, residence or work"},
		{exitUsage, "fp --on 2026-03-02 --insured-240 maybe", "yes or no"},
		{exitUsage, "sickness --on 2026-03-02 --level 1/8", "SFB 27:45"},
		{exitUsage, "sickness --on 2026-03-02 --applied 2026-03-03", "--applied is for tfp and fp"},
		{exitUsage, "child --on 2026-03-02", "--born and --on"},
		{exitUsage, "child --born 2020-01-01 --on 2026-03-02 --reason tired", "none of the reasons"},
		{exitUsage, "child --born 2020-01-01 --on 2026-03-02 --fact mood=yes", "no fact"},
		{exitUsage, "child --born 2020-01-01 --on 2026-03-02 --fact lss=maybe", "yes or no"},
		{exitUsage, "tfp --on 2026-03-02 --lang de", "en or sv"},
		{exitFailed, "tfp --other 360000 --on 2031-03-03", "no value of price_base_amount is known for 2031-03-03"},
	} {
		if _, errs := balans(t, c.code, append([]string{"parental"}, strings.Fields(c.args)...)...); !strings.Contains(errs, c.want) {
			t.Errorf("%s: %q is not in\n%s", c.args, c.want, errs)
		}
	}
}
