using System.IO.Compression;
using System.Text;
using AwesomeAssertions;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;
using Xunit;

namespace KybPlatform.UnitTests.Registers;

public sealed class RegisterFormatTests
{
    private const string CompaniesHouse = """
        CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,IncorporationDate,PreviousName_1.CONDATE, PreviousName_1.CompanyName
        "EXAMPLE ""HARBOUR"" LTD","01234567","","","1 EXAMPLE STREET","","LONDON","","ENGLAND","ZZ99 9ZZ","Private Limited Company","Active","United Kingdom","","01/05/2009","01/01/2015","EXAMPLE QUAY LTD"
        "EXAMPLE STRUCK LTD","1234568","","","2 EXAMPLE STREET","","LONDON","","","ZZ99 9ZZ","Private Limited Company","Active - Proposal to Strike off","United Kingdom","","02/05/2009","",""
        "","","","","","","","","","","","","","","","",""
        """;

    [Fact]
    public async Task A_row_of_Companies_House_becomes_a_record()
    {
        var records = await Datasets.ReadAsync("companies_house", CompaniesHouse);

        records.Should().HaveCount(3);
        records[0]!.Numbers.Should().Equal(new RegisterNumber("GB:CRN", "01234567"));
        records[0]!.Names.Should().Equal(new RegisterName("EXAMPLE \"HARBOUR\" LTD", RegisterNameKind.Legal), new RegisterName("EXAMPLE QUAY LTD", RegisterNameKind.Former));
        records[0]!.Status.Should().Be(RegisterStatus.Active);
        records[0]!.IncorporatedOn.Should().Be(new DateOnly(2009, 5, 1));
        records[0]!.Addresses.Should().ContainSingle().Which.Should().BeEquivalentTo(new RegisterAddress(RegisterAddressKind.Registered, ["1 EXAMPLE STREET"], "LONDON", null, "ZZ99 9ZZ", "GB"));
        records[1]!.Numbers.Should().Equal([new RegisterNumber("GB:CRN", "01234568")], "the file's leading zeros get lost in spreadsheets");
        records[1]!.Status.Should().Be(RegisterStatus.Suspended);
        records[2].Should().BeNull("a row without a number is none");
    }

    [Fact]
    public async Task An_entry_of_GLEIFs_XML_becomes_the_same_record_as_its_row()
    {
        const string Xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016">
              <lei:LEIHeader><lei:ContentDate>2026-11-01T00:00:00Z</lei:ContentDate><lei:RecordCount>3</lei:RecordCount></lei:LEIHeader>
              <lei:LEIRecords><lei:LEIRecord>
                <lei:LEI>851WYGNLUQLFZBSYGB56</lei:LEI>
                <lei:Entity>
                  <lei:LegalName xml:lang="de">EXAMPLE BANK &amp; CO</lei:LegalName>
                  <lei:OtherEntityNames><lei:OtherEntityName xml:lang="de" type="PREVIOUS_LEGAL_NAME">EXAMPLE OLD BANK</lei:OtherEntityName></lei:OtherEntityNames>
                  <lei:LegalAddress xml:lang="de"><lei:FirstAddressLine>Example Strasse 1</lei:FirstAddressLine><lei:AdditionalAddressLine>Haus 2</lei:AdditionalAddressLine><lei:City>Frankfurt am Main</lei:City><lei:Region/><lei:Country>DE</lei:Country><lei:PostalCode>60311</lei:PostalCode></lei:LegalAddress>
                  <lei:RegistrationAuthority><lei:RegistrationAuthorityID>RA000585</lei:RegistrationAuthorityID><lei:RegistrationAuthorityEntityID>01234567</lei:RegistrationAuthorityEntityID></lei:RegistrationAuthority>
                  <lei:LegalForm><lei:EntityLegalFormCode>6QQB</lei:EntityLegalFormCode></lei:LegalForm>
                  <lei:EntityStatus>ACTIVE</lei:EntityStatus><lei:EntityCreationDate>2001-02-03T00:00:00Z</lei:EntityCreationDate>
                </lei:Entity>
                <lei:Registration><lei:RegistrationStatus>ISSUED</lei:RegistrationStatus></lei:Registration>
              </lei:LEIRecord><lei:LEIRecord><lei:LEI>NOT-A-LEI</lei:LEI></lei:LEIRecord>
              <lei:LEIRecord><lei:LEI>529900T8BM49AURSDO55</lei:LEI><lei:Entity><lei:LegalName>EXAMPLE LAPSED</lei:LegalName><lei:EntityStatus>ACTIVE</lei:EntityStatus></lei:Entity><lei:Registration><lei:RegistrationStatus>LAPSED</lei:RegistrationStatus></lei:Registration></lei:LEIRecord></lei:LEIRecords>
            </lei:LEIData>
            """;

        var records = await Datasets.ReadAsync("gleif_xml", Xml);

        records.Should().HaveCount(3);
        records[0]!.Numbers[0].Should().Be(new RegisterNumber("XX:LEI", "851WYGNLUQLFZBSYGB56"));
        records[0]!.Names.Should().Equal(new RegisterName("EXAMPLE BANK & CO", RegisterNameKind.Legal), new RegisterName("EXAMPLE OLD BANK", RegisterNameKind.Former));
        records[0]!.Addresses.Should().ContainSingle().Which.Should().BeEquivalentTo(new RegisterAddress(RegisterAddressKind.Registered, ["Example Strasse 1", "Haus 2"], "Frankfurt am Main", null, "60311", "DE"));
        (records[0]!.Status, records[0]!.IncorporatedOn, records[0]!.Doubt).Should().Be((RegisterStatus.Active, new DateOnly(2001, 2, 3), null));
        records[1].Should().BeNull("its LEI is none");
        records[2]!.Doubt.Should().Be("lei_lapsed");
    }

    [Theory]
    [InlineData("<lei:LEIData xmlns:lei='x'><lei:LEIRecord>")]
    [InlineData("<html/>")]
    [InlineData("not xml")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><LEIData>&b;</LEIData>")]
    public async Task XML_that_is_no_LEI_data_is_refused(string xml)
    {
        var act = () => Datasets.ReadAsync("gleif_xml", xml);

        await act.Should().ThrowAsync<FormatException>();
    }

    [Theory]
    [InlineData("active", RegisterStatus.Active)]
    [InlineData("Liquidation", RegisterStatus.InInsolvency)]
    [InlineData("In Administration/Administrative Receiver", RegisterStatus.InInsolvency)]
    [InlineData("voluntary-arrangement", RegisterStatus.InInsolvency)]
    [InlineData("converted-closed", RegisterStatus.Dissolved)]
    [InlineData("dissolved", RegisterStatus.Dissolved)]
    [InlineData("something new", RegisterStatus.Unknown)]
    [InlineData(null, RegisterStatus.Unknown)]
    public void A_status_that_nobody_mapped_is_unknown_and_never_active(string? word, RegisterStatus expected) => CompaniesHouseStatus.Of(word).Should().Be(expected);

    [Fact]
    public async Task What_is_packed_is_unpacked()
    {
        var (zip, gzip) = (new MemoryStream(), new MemoryStream());
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("BasicCompanyData.csv").Open()) entry.Write(Encoding.UTF8.GetBytes(CompaniesHouse));
        using (var packing = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true)) packing.Write(Encoding.UTF8.GetBytes(CompaniesHouse));

        (await Datasets.ReadAsync("companies_house", zip.ToArray())).Should().HaveCount(3);
        (await Datasets.ReadAsync("companies_house", gzip.ToArray())).Should().HaveCount(3);
    }

    [Fact]
    public async Task A_golden_copy_says_the_same_as_the_interface()
    {
        const string columns = "LEI,Entity.LegalName,Entity.OtherEntityNames.OtherEntityName.1,Entity.OtherEntityNames.OtherEntityName.1.type,Entity.LegalAddress.FirstAddressLine,Entity.LegalAddress.City,Entity.LegalAddress.Country,Entity.LegalAddress.PostalCode,Entity.RegistrationAuthority.RegistrationAuthorityID,Entity.RegistrationAuthority.RegistrationAuthorityEntityID,Entity.EntityStatus,Registration.RegistrationStatus";
        var row = (await Datasets.ReadAsync("gleif_csv", columns + "\n851WYGNLUQLFZBSYGB56,EXAMPLE BANK,EXAMPLE OLD BANK,PREVIOUS_LEGAL_NAME,Example Strasse 1,Frankfurt am Main,DE,60311,RA000463,12345678,ACTIVE,ISSUED\n")).Single()!;
        var resource = (await Datasets.ReadAsync("gleif", """
            { "data": [ { "type": "lei-records", "attributes": { "lei": "851WYGNLUQLFZBSYGB56", "entity": { "legalName": { "name": "EXAMPLE BANK" }, "otherNames": [ { "name": "EXAMPLE OLD BANK", "type": "PREVIOUS_LEGAL_NAME" } ],
              "legalAddress": { "addressLines": ["Example Strasse 1"], "city": "Frankfurt am Main", "country": "DE", "postalCode": "60311" }, "registeredAt": { "id": "RA000463" }, "registeredAs": "12345678", "status": "ACTIVE" },
              "registration": { "status": "ISSUED" } } } ] }
            """)).Single()!;

        row.Should().BeEquivalentTo(resource);
        row.Numbers.Should().Equal(new RegisterNumber("XX:LEI", "851WYGNLUQLFZBSYGB56"), new RegisterNumber("NL:KVK", "12345678"));
    }

    [Fact]
    public async Task An_entry_that_was_not_renewed_is_in_doubt()
    {
        var record = (await Datasets.ReadAsync("gleif", """{ "attributes": { "lei": "851WYGNLUQLFZBSYGB56", "entity": { "legalName": { "name": "EXAMPLE" }, "status": "ACTIVE" }, "registration": { "status": "LAPSED" } } }""")).Single()!;

        record.Status.Should().Be(RegisterStatus.Active);
        record.Doubt.Should().Be("lei_lapsed");
    }

    [Fact]
    public async Task A_generic_file_is_read_by_its_mapping()
    {
        var mapping = new RecordMapping(
            [new MappedNumber("BR:CNPJ", ["0", "1", "2"], true)], [new MappedName("3", "legal")], [new MappedAddress("registered", ["5"], "6", null, "7", null, "BR")],
            new MappedStatus("4", new Dictionary<string, string> { ["02"] = "active", ["08"] = "dissolved" }, null), new MappedDate("8", "yyyyMMdd"), null, null,
            [new MappedParent("BR:CNPJ", "9", null, "10")], ";", false, "latin1");

        var records = await Datasets.ReadAsync("csv", Encoding.Latin1.GetBytes("\"33683111\";\"0002\";\"80\";\"SERVIÇO DE EXEMPLO\";\"02\";\"AVENIDA 1\";\"BRASILIA\";\"70836900\";\"19670630\";\"33683111000280\";\"55.5\"\n"), mapping);

        var record = records.Single()!;
        record.Numbers.Should().Equal(new RegisterNumber("BR:CNPJ", "33683111000280"));
        record.Names.Single().Name.Should().Be("SERVIÇO DE EXEMPLO");
        record.Status.Should().Be(RegisterStatus.Active);
        record.IncorporatedOn.Should().Be(new DateOnly(1967, 6, 30));
        record.Parties.Should().ContainSingle().Which.PercentAtLeast.Should().Be(55.5);
    }

    [Fact]
    public async Task Lines_of_JSON_are_read_by_paths()
    {
        var mapping = new RecordMapping(
            [new MappedNumber("FR:SIREN", ["ids.0.value"], null)], [new MappedName("name.full", null)], null, new MappedStatus(null, null, "active"), null, null, null, null, null, null, null);

        var records = await Datasets.ReadAsync("jsonl", """{"ids":[{"value":"552100554"}],"name":{"full":"Exemple"}}""" + "\n" + """{"ids":[],"name":{"full":"Sans numéro"}}""" + "\n", mapping);

        records[0]!.Status.Should().Be(RegisterStatus.Active);
        records[1].Should().BeNull();
    }

    [Theory]
    [InlineData("companies_house", "CompanyName,Something\nA,B\n", "There is no column 'CompanyNumber'.")]
    [InlineData("companies_house", "CompanyName, CompanyNumber,RegAddress.PostCode,CompanyStatus,IncorporationDate\n\"never closed,1\n", "A quote is never closed.")]
    public async Task A_file_that_is_something_else_is_refused_with_its_place(string format, string content, string why)
    {
        var act = () => Datasets.ReadAsync(format, content);

        (await act.Should().ThrowAsync<DatasetFormatException>()).WithMessage("*line*" + why);
    }

    [Fact]
    public async Task The_real_samples_are_read()
    {
        var house = await Datasets.ReadAsync("companies_house", Datasets.Real("companies-house", "basic_company_data_sample.csv"));
        var gleif = await Datasets.ReadAsync("gleif", Datasets.Real("gleif", "lei_records_all.jsonl"));
        var links = await Datasets.ReadAsync("gleif_relationships", Datasets.Real("gleif", "direct-child-relationships_21380068P1DRHMJ8KU70.json"));
        var exception = await Datasets.ReadAsync("gleif_relationships", Datasets.Real("gleif", "direct-parent-reporting-exception_21380068P1DRHMJ8KU70.json"));
        var tickers = await Datasets.ReadAsync("sec_tickers", Datasets.Real("sec", "company_tickers_2024-05.json"));
        var filer = await Datasets.ReadAsync("sec_submissions", Datasets.Real("sec", "CIK0001009672.json"));
        var units = await Datasets.ReadAsync("brreg", Datasets.Real("brreg", "enheter-search-page1-response.json"));
        var gone = await Datasets.ReadAsync("brreg", Datasets.Real("brreg", "enheter-details-deleted-response.fictional.json"));

        house.Should().HaveCount(31).And.OnlyContain(r => r != null && r.Numbers.Count == 1);
        gleif.Should().HaveCount(93).And.OnlyContain(r => r != null);
        gleif.Count(r => r!.Numbers.Count == 2).Should().BeGreaterThan(50);
        gleif.Count(r => r!.Doubt is not null).Should().Be(15);
        links.Should().HaveCount(15).And.OnlyContain(r => r!.Parties!.Single().Number!.Value == "21380068P1DRHMJ8KU70");
        exception.Single()!.Parties!.Single().Role.Should().Be("no_parent");
        tickers.Count(r => r is not null).Should().Be(9610);
        filer.Single()!.Numbers.Select(n => n.Scheme).Should().Equal("US:CIK", "US:EIN");
        units.Select(r => r!.Status).Should().Equal(RegisterStatus.Active, RegisterStatus.Active);
        gone.Single().Should().BeNull("its invented number has a wrong check digit, and no such number can be looked up");
    }
}
