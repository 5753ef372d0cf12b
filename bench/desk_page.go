package main

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// demoCookie names the user of a demonstration, as package staff has it.
const demoCookie = "balans_user"

// answered is a response read to its end.
type answered struct {
	status   int
	location string
	body     string
	took     time.Duration
}

// asked is a request of a page.
type asked struct {
	method, target string
	form           url.Values
}

func (a asked) request(base, user string) (*http.Request, error) {
	r, err := http.NewRequest(a.method, base+a.target, strings.NewReader(a.form.Encode()))
	if err != nil {
		return nil, err
	}
	if a.method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: demoCookie, Value: user})
	return r, nil
}

// served is what a handler answers, and how long it took, without a network.
func served(h http.Handler, user string, a asked) (answered, error) {
	r, err := a.request("http://localhost", user)
	if err != nil {
		return answered{}, err
	}
	w := httptest.NewRecorder()
	began := time.Now()
	h.ServeHTTP(w, r)
	took := time.Since(began)
	return answered{w.Code, w.Header().Get("Location"), w.Body.String(), took}, nil
}

// sheet is a form of a page with what stands in it, as a browser would send it.
type sheet struct {
	method, action string
	values         url.Values
	names          map[string]bool // of all its fields, also of choices nobody has made
}

var (
	formTag   = regexp.MustCompile(`(?s)<form([^>]*)>(.*?)</form>`)
	fieldTag  = regexp.MustCompile(`(?s)<input([^>]*)>|<textarea([^>]*)>\n?(.*?)</textarea>|<select([^>]*)>(.*?)</select>`)
	optionTag = regexp.MustCompile(`<option([^>]*)>`)
	linkTag   = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)
	attribute = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

func attributes(tag string) map[string]string {
	all := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
		if _, ok := all[m[1]]; !ok {
			all[m[1]] = html.UnescapeString(m[2])
		}
	}
	return all
}

// sheets are the forms of a page.
func sheets(page string) (all []sheet) {
	for _, m := range formTag.FindAllStringSubmatch(page, -1) {
		a := attributes(m[1])
		s := sheet{strings.ToUpper(a["method"]), a["action"], url.Values{}, map[string]bool{}}
		for _, f := range fieldTag.FindAllStringSubmatch(m[2], -1) {
			s.field(f)
		}
		all = append(all, s)
	}
	return all
}

func (s *sheet) field(m []string) {
	a := attributes(m[1] + m[2] + m[4])
	name, value := a["name"], a["value"]
	_, checked := a["checked"]
	switch {
	case m[2] != "":
		value, checked = html.UnescapeString(m[3]), true
	case m[4] != "":
		for _, o := range optionTag.FindAllStringSubmatch(m[5], -1) {
			option := attributes(o[1])
			if _, selected := option["selected"]; selected || !checked {
				value, checked = option["value"], true
			}
		}
	case a["type"] != "radio" && a["type"] != "checkbox":
		checked = true
	}
	if s.names[name] = true; checked {
		s.values.Add(name, value)
	}
}

// sheetTo is the form of a page that goes to an address and has a field; its error says that
// there is none.
func sheetTo(page, action, has string) (sheet, error) {
	for _, s := range sheets(page) {
		if s.action == action && s.names[has] {
			return s, nil
		}
	}
	return sheet{}, fmt.Errorf("the page has no form to %s with the field %s", action, has)
}

// links are where a page leads on this host, without files, other languages and places in
// the page.
func links(page string) (all []string) {
	for _, m := range linkTag.FindAllStringSubmatch(page, -1) {
		to, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
		path, query, _ := strings.Cut(to, "?")
		if !strings.HasPrefix(path, "/") || strings.Contains(path[strings.LastIndexByte(path, '/'):], ".") || strings.Contains(query, "lang=") {
			continue
		}
		all = append(all, to)
	}
	return all
}

// pageOf is which page an address is of: its path, whatever claim it names.
func pageOf(target string) string {
	path, _, _ := strings.Cut(target, "?")
	if claim, ok := strings.CutPrefix(path, "/claims/"); ok {
		if strings.HasSuffix(claim, "/act") {
			return "/claims/{id}/act"
		}
		return "/claims/{id}"
	}
	return path
}

// spread is times in order.
type spread []time.Duration

func spreadOf(all []time.Duration) spread {
	s := slices.Clone(all)
	slices.Sort(s)
	return s
}

// at is the time that so many of a hundred did not exceed.
func (s spread) at(percent int) time.Duration {
	if len(s) == 0 {
		return 0
	}
	return s[min(len(s)-1, (len(s)*percent+99)/100-1)]
}

func (s spread) String() string {
	short := func(d time.Duration) string { return d.Round(100 * time.Microsecond).String() }
	return fmt.Sprintf("p50 %s, p95 %s, p99 %s, slowest %s", short(s.at(50)), short(s.at(95)), short(s.at(99)), short(s.at(100)))
}
