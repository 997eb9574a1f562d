using System.Globalization;
using System.Text;
using System.Xml;

namespace KybPlatform.Server.Commands.Reports;

/// <summary>JUnit's XML, as build servers read it: one suite a policy, one case an example.</summary>
internal static class JUnitReport
{
    public static string Write(Report report)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", $"kyb policies {report.Command}");
            Counts(xml, report.Cases);
            foreach (var suite in report.Cases.GroupBy(c => c.Suite)) Suite(xml, suite.Key, [.. suite]);
            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static void Suite(XmlWriter xml, string name, IReadOnlyList<TriedCase> cases)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(name));
        Counts(xml, cases);
        foreach (var tried in cases) Case(xml, tried);
        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<TriedCase> cases)
    {
        xml.WriteAttributeString("tests", Text(cases.Count));
        xml.WriteAttributeString("failures", Text(cases.Count(c => c.Failures.Count > 0)));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", "0");
    }

    private static void Case(XmlWriter xml, TriedCase tried)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(tried.Suite));
        xml.WriteAttributeString("name", Clean(tried.Name));
        xml.WriteAttributeString("file", Clean(tried.File));
        if (tried.At is { } at) xml.WriteAttributeString("line", Text(at.Line));
        if (tried.Failures.Count > 0)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Clean(tried.Failures[0]));
            xml.WriteAttributeString("type", "failure");
            xml.WriteString(Clean(string.Join('\n', tried.Failures)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Authors may write what XML cannot hold.</summary>
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));

    /// <summary>Has the declaration say UTF-8, which it is when it is written out.</summary>
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => new UTF8Encoding(false);
    }
}
