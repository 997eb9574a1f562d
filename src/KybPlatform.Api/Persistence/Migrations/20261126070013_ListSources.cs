using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ListSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "screening_sources",
                columns: table => new
                {
                    list_key = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    snapshot_id = table.Column<Guid>(type: "uuid", nullable: true),
                    etag = table.Column<string>(type: "text", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    fault = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_sources", x => x.list_key);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "screening_sources");
        }
    }
}
