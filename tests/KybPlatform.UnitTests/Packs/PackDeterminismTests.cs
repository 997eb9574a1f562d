using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;
using KybPlatform.UnitTests.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>
/// Reading the packs and evaluating examples gives the same bytes on every machine: neither its language nor its time zone is in them. All packs are read in the two languages
/// that are furthest apart, a sample that uses everything the packs use in all of them; the index holds the hashes of the machine that wrote it.
/// </summary>
[Collection(nameof(MachineSettings))]
public sealed class PackDeterminismTests
{
    /// <summary>Dotted and dotless i, decimal commas, another calendar, other digits, another order of letters.</summary>
    private static readonly string[] Cultures = ["", "tr-TR", "ar-SA", "th-TH", "fa-IR"];

    private static readonly string[] Zones = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Pacific/Pago_Pago"];

    [Fact]
    public void Packs_and_examples_give_the_same_bytes_in_every_culture_and_time_zone()
    {
        var (culture, surface, zone) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, Environment.GetEnvironmentVariable("TZ"));
        var (kept, receipts) = (PackIndex.ReadShipped().Entries.Values.Where(e => e.Head is not null).ToDictionary(e => e.Key, e => e.Head!.Hash), new Dictionary<string, string>());
        try
        {
            foreach (var name in Cultures)
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
                SetZone(Zones[receipts.Count % Zones.Length]);
                var catalog = Read(name is "tr-TR" or "fa-IR" ? PackFiles.Names : SampleFiles);
                catalog.All.Where(p => p.Hash != kept[p.Key]).Select(p => $"{p.Key} in {name}").Should().BeEmpty();
                receipts[name] = Receipts(catalog);
            }
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, surface);
            SetZone(zone);
        }

        receipts.Where(h => h.Value != receipts[""]).Should().BeEmpty();
    }

    /// <summary>The bases, and the countries of the sample.</summary>
    private static string[] SampleFiles
    {
        get
        {
            var folders = PackSample.Policies.Select(p => p.Scope.Country).OfType<string>().ToHashSet();
            return [.. PackFiles.Names.Where(n => n.Split('/', '\\') is var path && (path[0] != "countries" || folders.Contains(path[1].Replace(".yaml", "", StringComparison.Ordinal))))];
        }
    }

    private static void SetZone(string? id)
    {
        Environment.SetEnvironmentVariable("TZ", id);
        TimeZoneInfo.ClearCachedData();
    }

    private static PolicyCatalog Read(IReadOnlyList<string> files)
    {
        var documents = files.SelectMany(name => PolicyLoader.ManyFromYaml(PackFiles.Text(name))).Select(l => l.Document!).ToList();
        return PolicyCatalog.From(documents, "test", [])!;
    }

    private static string Receipts(PolicyCatalog catalog)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var example in PackSample.Of(catalog).SelectMany(p => PolicyTestRunner.Run(p))) hash.AppendData(Encoding.UTF8.GetBytes(example.Evaluation.Receipt()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Tests that change what the whole process sees run alone.</summary>
[CollectionDefinition(nameof(MachineSettings), DisableParallelization = true)]
public sealed class MachineSettings;
