package web_test

// demoPages are addresses of every page with the demo world: each is tried in the
// browser, in both themes and languages, and weighed. A new page adds its line.
var demoPages = []string{
	"/",
	"/tour",
	"/search?q=CIS+120",
	"/search?q=nothing+like+it",
	"/results",
	"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs",
	"/results?record=demo-devon&target=lakeside&print=1",
	"/results?record=demo-priya&target=riverbend%2Fdata-analytics",
	"/no-such-page",
}
