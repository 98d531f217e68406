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
	"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs&add=lakeside%2Fcse-15l&add=nothing+like+it",
	"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs&pin=all%2Fcse-12%7Ccis110",
	"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs&pin_for=cis110",
	"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs&from=hilltop%2Fcomputer-science-bs",
	"/results?record=demo-maya&target=hilltop%2Fcomputer-science-bs&as_of=2025-01-01&against=2026-09-01",
	"/compare",
	"/compare?record=demo-maya&t=lakeside%2Fcomputer-science-bs&t=hilltop%2Fcomputer-science-bs&t=hilltop&t=commons%2Finformation-technology-bs&t=riverbend%2Fdata-studies",
	"/compare?record=demo-devon&t=lakeside&t=hilltop&only=differences",
	"/record",
	"/record?record=demo-noah",
	"/record?edit=new",
	"/stacks",
	"/stacks?record=demo-maya",
	"/stacks?record=demo-ruth",
	"/shares",
	"/shares?record=demo-ruth",
	"/no-such-page",
}
