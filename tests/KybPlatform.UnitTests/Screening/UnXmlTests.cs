using System.Text;
using AwesomeAssertions;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class UnXmlTests
{
    // The shape of the official file; the names stand for nobody.
    private const string Xml = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
          <INDIVIDUALS>
            <INDIVIDUAL>
              <DATAID>101</DATAID><FIRST_NAME>FIRST</FIRST_NAME><SECOND_NAME>SECOND</SECOND_NAME><THIRD_NAME>na</THIRD_NAME>
              <UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.999</REFERENCE_NUMBER>
              <NAME_ORIGINAL_SCRIPT>فلان</NAME_ORIGINAL_SCRIPT>
              <NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
              <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Alias Good</ALIAS_NAME></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Alias Low</ALIAS_NAME></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ADDRESS><CITY>Goma</CITY><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-05-04</DATE></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1965</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>30-35 years old</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB0000000</NUMBER><ISSUING_COUNTRY>Sudan</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
            </INDIVIDUAL>
          </INDIVIDUALS>
          <ENTITIES>
            <ENTITY>
              <DATAID>202</DATAID><FIRST_NAME>NAME OF A BODY (NOAB) ; OTHER NAME</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
              <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Former Name</ALIAS_NAME></ENTITY_ALIAS>
            </ENTITY>
          </ENTITIES>
        </CONSOLIDATED_LIST>
        """;

    private static ListReading Read(string xml) => ListFormats.Read(ListKeys.Un, [ListFile.Of("un.xml", Encoding.UTF8.GetBytes(xml))]);

    [Fact]
    public void The_date_of_the_list_comes_from_the_file()
    {
        Read(Xml).Snapshot!.PublishedAt.Should().Be(new DateTimeOffset(2026, 2, 27, 0, 0, 9, 554, TimeSpan.Zero));
    }

    [Fact]
    public void A_person_is_read_with_all_that_screening_uses()
    {
        var person = Read(Xml).Snapshot!.Entities.Single(e => e.Id == "101");
        person.Schema.Should().Be(EntitySchema.Person);
        person.Name.Should().Be("FIRST SECOND");
        person.Aliases.Should().Equal(
            new ListAlias("فلان", AliasStrength.Strong, "Arab"),
            new ListAlias("Alias Good", AliasStrength.Strong, "Latn"),
            new ListAlias("Alias Low", AliasStrength.Weak, "Latn"));
        person.BirthDates.Select(d => d.ToString()).Should().Equal("1971-05-04", "1960-01-01/1962-12-31", "~1965");
        person.Countries.Should().Equal("CD", "RW");
        person.Identifiers.Should().Equal(new ListIdentifier("passport", "OB0000000", "SD"));
    }

    [Fact]
    public void Several_names_in_one_field_are_taken_apart()
    {
        var body = Read(Xml).Snapshot!.Entities.Single(e => e.Id == "202");
        body.Schema.Should().Be(EntitySchema.Organization);
        body.Name.Should().Be("NAME OF A BODY");
        body.Aliases.Select(a => (a.Name, a.Strength)).Should().Equal(
            ("NOAB", AliasStrength.Weak), ("OTHER NAME", AliasStrength.Strong), ("Former Name", AliasStrength.Strong));
    }

    [Fact]
    public void A_date_that_is_not_understood_is_a_warning()
    {
        Read(Xml).Snapshot!.Warnings.Should().ContainSingle().Which.Code.Should().Be("unread_date");
    }

    [Fact]
    public void A_truncated_document_is_refused_with_its_line()
    {
        var refusal = Read(Xml[..(Xml.Length / 2)]).Refusal!;
        refusal.Code.Should().Be("broken_xml");
        refusal.Line.Should().BePositive();
    }

    [Theory]
    [InlineData("<LIST/>", "not_un_list")]
    [InlineData("<CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>", "missing_part")]
    [InlineData("<CONSOLIDATED_LIST><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>", "empty_list")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><CONSOLIDATED_LIST/>", "broken_xml")]
    [InlineData("<CONSOLIDATED_LIST><INDIVIDUALS/><ENTITIES><ENTITY><DATAID>1</DATAID></ENTITY></ENTITIES></CONSOLIDATED_LIST>", "missing_name")]
    public void What_is_no_whole_un_list_is_refused(string xml, string code)
    {
        Read(xml).Refusal!.Code.Should().Be(code);
    }
}
