using System.Text;
using CsCheck;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>Multipart bodies that no route can mean anything by: broken in their frame, or with other parts than anybody asks for.</summary>
internal static class BadForms
{
    private const string Boundary = "sweep-boundary";
    private const string Type = "multipart/form-data; boundary=" + Boundary;
    private const string Pdf = "%PDF-1.7\n%%EOF\n";

    public static Gen<BadBody> Any { get; } = Gen.OneOf(
        Gen.Byte.Array[0, 400].Select(noise => new BadBody("noise for a form", noise, null, null, Type)),
        Gen.OneOf("multipart/form-data", "multipart/form-data; boundary=", $"multipart/form-data; boundary={new string('b', 300)}", "multipart/form-data; boundary=\"a\u0001b\"")
            .Select(type => new BadBody("no usable boundary", Frame(File()), null, null, type)),
        Gen.OneOf("application/json", "text/plain", "multipart/mixed; boundary=" + Boundary).Select(type => new BadBody($"a form as {type}", Frame(File()), null, null, type)),
        Gen.Const(new BadBody("another boundary", Frame(File()), null, null, "multipart/form-data; boundary=elsewhere")),
        Gen.Int[1, Frame(File()).Length - 30].Select(cut => new BadBody("a form cut short", Frame(File())[..cut], null, null, Type)),
        Gen.OneOf("name=\"zz\"", "name=\"\"", "name=\"fi\u0000le\"; filename=\"a.pdf\"", "filename=\"a.pdf\"", "name=file[]; filename=a")
            .Select(names => new BadBody($"a part with {names}", Frame(Part(names, Pdf)), null, null, Type)),
        Gen.Const(new BadBody("an empty file", Frame(Part("name=\"file\"; filename=\"a.pdf\"", "")), null, null, Type)),
        Gen.Const(new BadBody("the file, and a part that nobody asked for", Frame(File() + Part("name=\"zz\"", "1")), null, null, Type)),
        Gen.Const(new BadBody("no part at all", Frame(""), null, null, Type)),
        Gen.Int[20, 60].Select(kilobytes => new BadBody("a huge header", Frame($"--{Boundary}\r\nX-Long: {new string('x', kilobytes * 1024)}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n{Pdf}\r\n"), null, null, Type)),
        Gen.Const(new BadBody("a header that is none", Frame($"--{Boundary}\r\nContent-Disposition\r\n\r\n{Pdf}\r\n"), null, null, Type)));

    private static string File() => Part("name=\"file\"; filename=\"a.pdf\"", Pdf);

    private static string Part(string names, string content) => $"--{Boundary}\r\nContent-Disposition: form-data; {names}\r\nContent-Type: application/pdf\r\n\r\n{content}\r\n";

    private static byte[] Frame(string parts) => Encoding.UTF8.GetBytes($"{parts}--{Boundary}--\r\n");
}
