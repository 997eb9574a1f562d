using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Api.Policies.Adoption;

/// <summary>
/// The pack as one more thing that is in force by a publication: everything stands on it, as policies stand on a base. Its versions
/// have the key <c>pack</c>, which no policy can have, and name a pack instead of writing one.
/// </summary>
internal static class PackAdoption
{
    public const string Key = IPolicyBook.Pack;

    public static bool IsOf(PolicyVersion version) => version.Key == Key;

    /// <summary>What is asked to be in force, as the document of a base that nothing needs to extend.</summary>
    public static (PolicyDocument Document, PolicyText Text) Document(string pack)
    {
        var source = $"key: {Key}\ntitle: Policy pack {pack}\nbase: true\n";
        var document = DraftText.Load(source, "yaml").Document!;
        return (document, new PolicyText(source, "yaml", document.Json.ToJsonString(), IsBase: true));
    }

    /// <summary>What adopting it puts in force: every policy of it, by its hash.</summary>
    public static PolicyResolution Resolution(PolicyPack pack, IReadOnlyList<PolicyIssue> issues) =>
        new(null, CanonicalJson.Hash($"{pack.Version}\n{pack.Catalog.Fingerprint}"), pack.Catalog.Fingerprint, issues);
}
