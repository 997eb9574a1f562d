using AwesomeAssertions;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

public sealed class CapabilityRules
{
    private const string Root = "KybPlatform.Api";
    private static readonly string[] Shared = ["Confined", "Http", "Jobs", "Persistence", "Privacy", "Recording"];

    [Fact]
    public void Every_folder_of_the_api_is_shared_or_a_capability_with_its_module()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Source, Root)).Where(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories).Any()).Select(f => Path.GetFileName(f)).Where(f => f is not ("bin" or "obj"));

        folders.Except(Shared).Where(f => typeof(Api.KybApi).Assembly.GetType($"{Root}.{f}.{f}Module") is null).ShouldBeNone();
    }

    [Fact]
    public void A_capability_is_entered_only_through_its_contracts_and_its_module() => Uses().Where(CrossesABorder).ShouldBeNone();

    [Fact]
    public void Shared_folders_know_no_capability() => Uses().Where(u => Shared.Contains(FolderOf(u.By)) && IsCapability(FolderOf(u.Of))).ShouldBeNone();

    [Fact]
    public void Types_live_in_the_namespace_of_their_folder()
    {
        var strays = Repository.CSharp("src/KybPlatform.Api")
            .Select(file => (File: Repository.Relative(file), Line: File.ReadLines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal))))
            .Where(f => f.Line is not null && f.Line[10..].TrimEnd(';') != Path.GetDirectoryName(f.File)!.Replace('\\', '/')["src/".Length..].Replace('/', '.'));

        strays.ShouldBeNone();
    }

    [Fact]
    public void The_rules_see_code_that_breaks_them()
    {
        Use Use(string by, string of) => new(new Named(by), new Named(of), null);

        CrossesABorder(Use($"{Root}.Cases.Case", $"{Root}.Inquiries.Inquiry")).Should().BeTrue();
        CrossesABorder(Use($"{Root}.Cases.Case", $"{Root}.Inquiries.InquiriesModule")).Should().BeFalse();
        CrossesABorder(Use($"{Root}.Cases.Case", $"{Root}.Inquiries.Contracts.IInquiryDesk")).Should().BeFalse();
        CrossesABorder(Use($"{Root}.KybApi", $"{Root}.Inquiries.Inquiry")).Should().BeTrue();
        CrossesABorder(Use($"{Root}.Cases.Case", $"{Root}.Http.Error")).Should().BeFalse();
        IsCapability("Inquiries").Should().BeTrue();
        IsCapability("Http").Should().BeFalse();
        Uses().Should().Contain(u => u.By == typeof(Api.KybApi) && u.Of.Name == "TenancyModule", "what the composition calls must be seen");
    }

    private static IEnumerable<Use> Uses() =>
        TypeUses.In(typeof(Api.KybApi).Assembly).Where(u => u.Of.Assembly == typeof(Api.KybApi).Assembly && u.Member is null && u.By.Namespace is not null && u.Of.Namespace is not null && !IsMigration(u.By));

    private static bool IsMigration(Type type) => type.Namespace!.EndsWith(".Migrations", StringComparison.Ordinal);

    private static bool CrossesABorder(Use use)
    {
        var (from, to) = (FolderOf(use.By), FolderOf(use.Of));
        return from != to && IsCapability(to) && use.Of.Name != to + "Module" && !IsContract(use.Of.Namespace!, to);
    }

    private static bool IsContract(string space, string capability) =>
        space == $"{Root}.{capability}.Contracts" || space.StartsWith($"{Root}.{capability}.Contracts.", StringComparison.Ordinal);

    private static bool IsCapability(string folder) => folder.Length > 0 && !Shared.Contains(folder);

    private static string FolderOf(Type type)
    {
        var space = type.Namespace!;
        return space.Length <= Root.Length || !space.StartsWith(Root + ".", StringComparison.Ordinal) ? "" : space[(Root.Length + 1)..].Split('.')[0];
    }

    /// <summary>A type that has a name and nothing else.</summary>
    private sealed class Named(string fullName) : System.Reflection.TypeDelegator(typeof(object))
    {
        public override string Name => fullName[(fullName.LastIndexOf('.') + 1)..];
        public override string Namespace => fullName[..fullName.LastIndexOf('.')];
        public override string FullName => fullName;
    }
}
