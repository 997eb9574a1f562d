using System.IO.Compression;
using System.Text;
using KybPlatform.Screening.Lists;

namespace KybPlatform.UnitTests.Screening;

/// <summary>A small issue in OFAC's layout: real entries of the SDN list of July 2021, shortened.</summary>
internal sealed record OfacFiles(string Primary, string Aliases, string Addresses, string? Comments)
{
    public static OfacFiles Small { get; } = new(
        """
        36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
        306,"BANCO NACIONAL DE CUBA",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. 'BNC'."
        17318,"ZALDOSTANOV, Aleksandr","individual","UKRAINE-EO13660",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 19 Jan 1963; POB Kirovograd, Ukraine; a.k.a. 'The Surgeon'; a.k.a. 'Khi"
        15062,"IMICO NEKA 455","vessel","IRAN] [IFSR",-0- ,-0- ,"Shuttle Tanker","63,000","40,800","Iran",-0- ,"Vessel Registration Identification IMO 9404546."
        28859,"DIANAT, Amir","individual","SDGT] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 15 Mar 1967; alt. DOB circa 1970; POB Iran; nationality Iran; Passport W44473918 (Iran); alt. Passport A12688767 (Iraq)."

        """.ReplaceLineEndings("\r\n") + "\u001A",
        """
        36,12,"aka","AERO-CARIBBEAN",-0- 
        306,220,"aka","NATIONAL BANK OF CUBA",-0- 

        """.ReplaceLineEndings("\r\n") + "\u001A",
        """
        36,25,-0- ,"Havana","Cuba",-0- 
        306,199,"Zweierstrasse 35","Zurich CH-8022","Switzerland",-0- 
        17318,1,-0- ,-0- ,-0- ,-0- 
        15062,2,-0- ,-0- ,-0- ,-0- 
        28859,3,-0- ,-0- ,-0- ,-0- 

        """.ReplaceLineEndings("\r\n") + "\u001A",
        "17318,\"rurg'.\"\r\n\u001A");

    public ListReading Read(ListReadOptions? options = null) => ListFormats.Read(ListKeys.OfacSdn, [.. Files()], options);

    public ListReading ReadZipped()
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Files())
            {
                using var entry = archive.CreateEntry(file.Name).Open();
                using var content = file.Open();
                content.CopyTo(entry);
            }
        }
        return ListFormats.Read(ListKeys.OfacSdn, [ListFile.Of("sdn.zip", zip.ToArray())]);
    }

    private IEnumerable<ListFile> Files()
    {
        yield return File("sdn.csv", Primary);
        yield return File("alt.csv", Aliases);
        yield return File("add.csv", Addresses);
        if (Comments is not null)
            yield return File("sdn_comments.csv", Comments);
    }

    private static ListFile File(string name, string text) => ListFile.Of(name, Encoding.UTF8.GetBytes(text));
}
