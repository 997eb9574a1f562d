using System.IO.Compression;
using System.Text;
using KybPlatform.Screening.Lists;

namespace KybPlatform.UnitTests.Screening;

/// <summary>Small issues in the shapes that the publishers document; every name in them is invented. Each has three parties.</summary>
internal static class SmallLists
{
    public const string ClassicXml = """
        <?xml version="1.0" standalone="yes"?>
        <sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://tempuri.org/sdnList.xsd">
          <publshInformation><Publish_Date>07/06/2021</Publish_Date><Record_Count>3</Record_Count></publshInformation>
          <sdnEntry>
            <uid>101</uid><firstName>Quirinia Maud</firstName><lastName>ZANTHROPOVA</lastName><sdnType>Individual</sdnType>
            <programList><program>FICTION</program><program>NOVEL</program></programList>
            <idList>
              <id><uid>1</uid><idType>Passport</idType><idNumber>X1234567</idNumber><idCountry>Iran</idCountry></id>
              <id><uid>2</uid><idType>Gender</idType><idNumber>Female</idNumber></id>
            </idList>
            <akaList>
              <aka><uid>5</uid><type>a.k.a.</type><category>strong</category><lastName>ZANTROPOVA</lastName><firstName>Quirina</firstName></aka>
              <aka><uid>6</uid><type>a.k.a.</type><category>weak</category><lastName>MAUDLIN</lastName></aka>
            </akaList>
            <addressList><address><uid>7</uid><address1>1 Example Street</address1><city>Havana</city><country>Cuba</country></address></addressList>
            <nationalityList><nationality><uid>8</uid><country>Russia</country><mainEntry>true</mainEntry></nationality></nationalityList>
            <dateOfBirthList><dateOfBirthItem><uid>9</uid><dateOfBirth>04 May 1971</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
          </sdnEntry>
          <sdnEntry><uid>102</uid><lastName>ASKELUND FICTION COMPANY</lastName><sdnType>Entity</sdnType></sdnEntry>
          <sdnEntry>
            <uid>103</uid><lastName>VELVET HERON</lastName><sdnType>Vessel</sdnType>
            <idList><id><uid>3</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 9999999</idNumber></id></idList>
            <vesselInfo><callSign>ZZ99</callSign><vesselFlag>Panama</vesselFlag></vesselInfo>
          </sdnEntry>
        </sdnList>
        """;

    public const string AdvancedXml = """
        <?xml version="1.0" encoding="utf-8"?>
        <Sanctions xmlns="http://www.un.org/sanctions/1.0">
          <DateOfIssue CalendarTypeID="1"><Year>2021</Year><Month>7</Month><Day>6</Day></DateOfIssue>
          <ReferenceValueSets>
            <CountryValues><Country ID="1">Cuba</Country><Country ID="2">Russia</Country></CountryValues>
            <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="25">Location</FeatureType><FeatureType ID="26">Vessel Call Sign</FeatureType></FeatureTypeValues>
            <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
            <ListValues><List ID="1550">SDN List</List></ListValues>
            <LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
            <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
            <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
            <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
            <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
          </ReferenceValueSets>
          <Locations>
            <Location ID="50"><LocationCountry CountryID="1"/><LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Value>1 Example Street</Value></LocationPartValue></LocationPart><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Havana</Value></LocationPartValue></LocationPart></Location>
            <Location ID="51"><LocationCountry CountryID="2"/></Location>
          </Locations>
          <IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="900" IssuedBy-CountryID="2"><IDRegistrationNo>X1234567</IDRegistrationNo></IDRegDocument></IDRegDocuments>
          <DistinctParties>
            <DistinctParty FixedRef="101"><Profile ID="101" PartySubTypeID="4">
              <Identity ID="900" FixedRef="101" Primary="true" False="false">
                <Alias FixedRef="101" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1" FixedRef="101">
                  <DocumentedNamePart><NamePartValue NamePartGroupID="71">ZANTHROPOVA</NamePartValue></DocumentedNamePart>
                  <DocumentedNamePart><NamePartValue NamePartGroupID="72">Quirinia Maud</NamePartValue></DocumentedNamePart></DocumentedName>
                  <DocumentedName ID="2" FixedRef="101"><DocumentedNamePart><NamePartValue NamePartGroupID="71">Зантропова</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
                <Alias FixedRef="101" AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="3" FixedRef="101"><DocumentedNamePart><NamePartValue NamePartGroupID="71">MAUDLIN</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
                <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="71" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="72" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups>
              </Identity>
              <Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start Approximate="true"><From><Year>1971</Year><Month>1</Month><Day>1</Day></From></Start><End Approximate="false"><To><Year>1971</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
              <Feature ID="2" FeatureTypeID="10"><FeatureVersion ID="2"><VersionLocation LocationID="51"/></FeatureVersion></Feature>
              <Feature ID="3" FeatureTypeID="25"><FeatureVersion ID="3"><VersionLocation LocationID="50"/></FeatureVersion></Feature>
            </Profile></DistinctParty>
            <DistinctParty FixedRef="102"><Profile ID="102" PartySubTypeID="3"><Identity ID="901"><Alias Primary="true" LowQuality="false"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="73">ASKELUND FICTION COMPANY</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>
            <DistinctParty FixedRef="103"><Profile ID="103" PartySubTypeID="1"><Identity ID="902"><Alias Primary="true" LowQuality="false"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="74">VELVET HERON</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>
              <Feature ID="4" FeatureTypeID="26"><FeatureVersion ID="4"><VersionDetail DetailTypeID="1432">ZZ99</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty>
          </DistinctParties>
          <SanctionsEntries><SanctionsEntry ID="1" ProfileID="101" ListID="1550"><SanctionsMeasure SanctionsTypeID="1"><Comment>FICTION</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries>
        </Sanctions>
        """;

    public const string EuXml = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04.449+02:00" globalFileId="1">
          <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.11" logicalId="1">
            <remark>Invented.</remark>
            <regulation regulationType="regulation" programme="FIC" logicalId="1"><publicationUrl>http://example.org</publicationUrl></regulation>
            <subjectType code="person" classificationCode="P"/>
            <nameAlias wholeName="Maudlin" strong="false" logicalId="2"/>
            <nameAlias firstName="Quirinia" middleName="Maud" lastName="Zanthropova" wholeName="Quirinia Maud Zanthropova" strong="true" logicalId="1"/>
            <nameAlias wholeName="Зантропова" nameLanguage="RU" strong="true" logicalId="3"/>
            <citizenship region="" countryIso2Code="RU" countryDescription="RUSSIA" logicalId="1"/>
            <birthdate circa="false" calendarType="GREGORIAN" birthdate="1971-05-04" dayOfMonth="4" monthOfYear="5" year="1971" countryIso2Code="00" logicalId="1"/>
            <birthdate circa="true" calendarType="GREGORIAN" yearRangeFrom="1970" yearRangeTo="1972" logicalId="2"/>
            <birthdate circa="false" calendarType="ISLAMIC" year="1390" logicalId="3"/>
            <identification number="X1234567" identificationTypeCode="passport" countryIso2Code="RU" logicalId="1"/>
            <address city="Havana" street="1 Example Street" zipCode="10100" countryIso2Code="CU" logicalId="1"/>
          </sanctionEntity>
          <sanctionEntity euReferenceNumber="EU.2.22" logicalId="2"><subjectType code="enterprise" classificationCode="E"/><nameAlias wholeName="Askelund Fiction Company" strong="true" logicalId="4"/></sanctionEntity>
          <sanctionEntity euReferenceNumber="EU.3.33" logicalId="3"><subjectType code="enterprise" classificationCode="E"/><nameAlias wholeName="Velvet Heron Lines" strong="true" logicalId="5"/></sanctionEntity>
        </export>
        """;

    public const string UkCsv =
        "Report Date: 28-Nov-2025\r\n" +
        "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Regime Name,Designation Type,Other Information,Address Line 1,Address Line 6,Address Postal Code,Address Country,D.O.B,Nationality(/ies),Passport number,IMO number,Current believed flag of ship\r\n" +
        "01/02/2024,FIC0001,1,,ZANTHROPOVA,Quirinia,Maud,,,,Primary Name,,Dr,Зантропова,Fiction,Individual,Invented,1 Example Street,Havana,10100,Cuba,00/05/1971,Russia,X1234567,,\r\n" +
        "01/02/2024,FIC0001,1,,MAUDLIN,,,,,,Alias,Low quality,,,Fiction,Individual,,,,,,00/00/1970,(1) Russia (2) Iran,,,\r\n" +
        "01/02/2024,FIC0002,2,,\"ASKELUND FICTION, COMPANY\",,,,,,Primary Name,,,,Fiction,Entity,,,,,,,,,,\r\n" +
        "01/02/2024,FIC0003,3,,VELVET HERON,,,,,,Primary Name,,,,Fiction,Ship,,,,,,,,,9999999,Panama\r\n";

    public const string OfsiCsv =
        "Last Updated,01/09/2025\r\n" +
        "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,National Identification Number,National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID\r\n" +
        "ZANTHROPOVA,Quirinia,Maud,,,,,,,,04/05/1971,,,Russia,X1234567,,,,,1 Example Street,,,,,,,Cuba,,Individual,Primary name,,Fiction,,,,70001\r\n" +
        "MAUDLIN,,,,,,,,,,,,,,,,,,,,,,,,,,,,Individual,AKA,Low,Fiction,,,,70001\r\n" +
        "ASKELUND FICTION COMPANY,,,,,,,,,,,,,,,,,,,,,,,,,,,,Entity,Primary name,,Fiction,,,,70002\r\n" +
        "VELVET HERON,,,,,,,,,,,,,,,,,,,,,,,,,,,,Ship,Primary name,,Fiction,,,,70003\r\n";

    public const string CslJson = """
        {"total":3,"sources":[],"results":[
        {"id":"a1","source":"Specially Designated Nationals (SDN) - Treasury Department","type":"Individual","name":"Quirinia Maud ZANTHROPOVA","alt_names":["MAUDLIN"],"programs":["FICTION"],"dates_of_birth":["1971-05-04"],"nationalities":["RU"],"citizenships":[],"addresses":[{"address":"1 Example Street","city":"Havana","country":"CU"}],"ids":[{"type":"Passport","number":"X1234567","country":"RU"},{"type":"Gender","number":"Female","country":null}]},
        {"id":"a2","source":"Entity List (EL) - Bureau of Industry and Security","type":null,"name":"Askelund Fiction Company","alt_names":[],"addresses":[],"ids":[]},
        {"id":"a3","source":"Specially Designated Nationals (SDN) - Treasury Department","type":"Vessel","name":"VELVET HERON","vessel_flag":"PA","call_sign":"ZZ99","ids":[{"type":"Vessel Registration Identification","number":"IMO 9999999","country":null}]}]}
        """;

    public const string DeniedPersons =
        "\"Name\"\t\"Street_Address\"\t\"City\"\t\"State\"\t\"Country\"\t\"Postal_Code\"\t\"Effective_Date\"\t\"Expiration_Date\"\t\"Standard_Order\"\t\"Last_Update\"\t\"Action\"\t\"FR_Citation\"\n" +
        "\"QUIRINIA ZANTHROPOVA\"\t\"1 EXAMPLE STREET\"\t\"HAVANA\"\t\"\"\t\"CU\"\t\"10100\"\t\"06/19/2003\"\t\"06/29/2056\"\t\"Y\"\t\"2007-01-31\"\t\"ADDED\"\t\"0 F.R. 1\"\n" +
        "\"QUIRINIA ZANTHROPOVA\"\t\"2 EXAMPLE STREET\"\t\"EL PASO\"\t\"TX\"\t\"\"\t\"79905\"\t\"06/19/2003\"\t\"06/29/2056\"\t\"Y\"\t\"2007-01-31\"\t\"ADDED\"\t\"0 F.R. 1\"\n" +
        "\"ASKELUND FICTION CO\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"08/24/2022\"\t\"\"\t\"Y\"\t\"2022-08-29\"\t\"ADDED\"\t\"\"\n" +
        "\"VELVET HERON LINES\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"\"\t\"08/24/2022\"\t\"\"\t\"Y\"\t\"2022-08-29\"\t\"ADDED\"\t\"\"\n";

    public const string FtmJson = """
        {"id":"NK-1","caption":"Quirinia Maud Zanthropova","schema":"Person","target":true,"datasets":["fiction"],"properties":{"name":["Quirinia Maud Zanthropova"],"alias":["Зантропова"],"weakAlias":["Maudlin"],"birthDate":["1971-05"],"nationality":["ru"],"topics":["sanction"],"addressEntity":[{"id":"addr-1","schema":"Address","properties":{"full":["1 Example Street, Havana"],"city":["Havana"],"country":["cu"]}}],"passportEntity":[{"id":"p-1","schema":"Passport","properties":{"number":["X1234567"],"country":["ru"]}}]}}
        {"id":"NK-2","caption":"Askelund Fiction Company","schema":"LegalEntity","target":true,"properties":{"name":["Askelund Fiction Company"],"jurisdiction":["cu"],"registrationNumber":["778899"]}}
        {"id":"addr-2","caption":"Somewhere","schema":"Address","target":false,"properties":{"full":["Somewhere"]}}
        {"id":"NK-4","caption":"A relative","schema":"Person","target":false,"properties":{"name":["A relative"]}}
        {"id":"NK-3","caption":"Velvet Heron","schema":"Vessel","target":true,"properties":{"name":["Velvet Heron"],"imoNumber":["9999999"],"flag":["pa"]}}

        """;

    public const string FtmIndex = """{"name":"fiction","target_count":3,"last_export":"2026-10-01T06:00:00"}""";

    /// <summary>List key, file name, text: every format once.</summary>
    public static IReadOnlyList<(string Key, string Name, string Text)> All { get; } =
    [
        (ListKeys.OfacSdn, "sdn.xml", ClassicXml), (ListKeys.OfacSdn, "sdn_advanced.xml", AdvancedXml), (ListKeys.Eu, "eu.xml", EuXml), (ListKeys.Uk, "uk.csv", UkCsv),
        (ListKeys.UkOfsi, "ConList.csv", OfsiCsv), (ListKeys.UsCsl, "consolidated.json", CslJson), (ListKeys.UsDeniedPersons, "dpl.txt", DeniedPersons),
        (ListKeys.OpenSanctions, "targets.nested.json", FtmJson),
    ];

    public static ListReading Read(string key, string name, string text, ListReadOptions? options = null) => ListFormats.Read(key, [ListFile.Of(name, Encoding.UTF8.GetBytes(text))], options);

    /// <summary>The rows of a table as an open document.</summary>
    public static byte[] OpenDocument(string csv)
    {
        var rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => $"<table:table-row>{string.Concat(Cells(line))}</table:table-row>");
        var xml = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="UK">
            {string.Join('\n', rows)}
            <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            </table:table></office:spreadsheet></office:body></office:document-content>
            """;
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "mimetype", "application/vnd.oasis.opendocument.spreadsheet");
            Add(archive, "content.xml", xml);
            Add(archive, "styles.xml", "<styles/>");
        }
        return zip.ToArray();
    }

    private static IEnumerable<string> Cells(string line) => line.Replace("\"ASKELUND FICTION, COMPANY\"", "ASKELUND FICTION; COMPANY", StringComparison.Ordinal).Split(',')
        .Select(c => c.Length == 0 ? "<table:table-cell/>" : $"<table:table-cell><text:p>{c.Replace(';', ',')}</text:p></table:table-cell>");

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}
