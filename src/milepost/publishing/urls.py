"""Addresses of the public site, each under the language."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.publishing.views import (
    charts,
    corridors,
    explore,
    exports,
    files,
    quality,
    releases,
    reports,
    site,
    surveys,
)

EDITION = "editions/<str:edition>/"
FRAMEWORK = f"{EDITION}<str:framework>/"
SURVEY = f"{EDITION}surveys/<str:survey>/"
BENCHMARK = f"{FRAMEWORK}benchmarks/<str:benchmark>/"

urlpatterns: list[URLPattern] = [
    path("work/quality/", quality.quality_list, name="work-quality-list"),
    path("work/quality/<str:indicator>/", quality.quality, name="work-quality"),
    path("work/quality/<str:indicator>.csv", quality.quality_csv, name="work-quality-csv"),
    path("work/releases/", releases.release_list, name="release-list"),
    path("work/releases/<str:key>/build/", releases.release_build, name="release-build"),
    path("work/releases/<str:key>/publish/", releases.release_publish, name="release-publish"),
    path("", site.home, name="home"),
    path("methods/", site.methods, name="methods"),
    path("methods/<str:rule>/", site.method, name="method"),
    path("compare/<str:before>/<str:after>/", site.compare_editions, name="compare-editions"),
    path(EDITION, site.edition, name="edition"),
    path(f"{EDITION}places/", site.place_index, name="places"),
    path(f"{EDITION}places/<str:place>/", site.place, name="place"),
    path(f"{EDITION}paper-and-practice/", site.practice, name="paper-and-practice"),
    path(f"{EDITION}compare/", site.compare_places, name="compare-places"),
    path(f"{EDITION}corridors/", corridors.corridor_list, name="corridors"),
    path(f"{EDITION}corridors/averages.csv", corridors.corridors_csv, name="corridors-csv"),
    path(f"{EDITION}corridors/<str:residence>/<str:origin>/", corridors.corridor, name="corridor"),
    path(f"{EDITION}explore/", explore.explore, name="explore"),
    path(f"{EDITION}explore/chart.<str:kind>", explore.explore_chart, name="explore-chart"),
    path(f"{EDITION}explore/embed/", explore.explore_embed, name="explore-embed"),
    path(f"{EDITION}explore/figures.csv", explore.explore_csv, name="explore-csv"),
    path(f"{EDITION}explore/figures.json", explore.explore_json, name="explore-json"),
    path(f"{EDITION}surveys/", surveys.survey_list, name="edition-surveys"),
    path(SURVEY, surveys.survey, name="edition-survey"),
    path(f"{SURVEY}<str:question>/", surveys.table, name="edition-survey-table"),
    path(f"{SURVEY}<str:question>/table.csv", surveys.table_csv, name="edition-survey-csv"),
    path(
        f"{SURVEY}<str:question>/why/<str:stratum>/<str:option>/",
        surveys.figure,
        name="edition-survey-figure",
    ),
    path(f"{EDITION}sources/", site.sources, name="sources"),
    path(f"{EDITION}quality/", site.quality_list, name="quality-list"),
    path(f"{EDITION}quality/<str:indicator>/", site.quality, name="quality"),
    path(f"{EDITION}quality/<str:indicator>.csv", files.quality_csv, name="quality-csv"),
    path(f"{EDITION}downloads/", site.downloads, name="downloads"),
    path(f"{EDITION}reports/<str:report>.<str:form>", reports.report_file, name="report-file"),
    path(f"{EDITION}exports/<str:name>", exports.export_file, name="export-file"),
    path(f"{EDITION}files/<path:path>", files.bundle_file, name="bundle-file"),
    path(f"{EDITION}ratings.csv", files.ratings_csv, name="ratings-csv"),
    path(f"{EDITION}charts/<str:chart>.<str:kind>", charts.chart_file, name="chart-file"),
    path(f"{EDITION}charts/<str:chart>/embed/", charts.chart_embed, name="chart-embed"),
    path(FRAMEWORK, site.framework, name="framework"),
    path(f"{FRAMEWORK}goals/<str:node>/", site.goal, name="goal"),
    path(BENCHMARK, site.benchmark, name="benchmark"),
    path(f"{BENCHMARK}trace.json", files.trace_json, name="trace-json"),
    path(f"{BENCHMARK}share.png", charts.share_image, name="share-image"),
    path(f"{BENCHMARK}ratings.csv", files.benchmark_csv, name="benchmark-csv"),
    path(f"{BENCHMARK}sensitivity.csv", files.sensitivity_csv, name="sensitivity-csv"),
    path(f"{BENCHMARK}places/<str:place>/", site.benchmark_place, name="benchmark-place"),
]
