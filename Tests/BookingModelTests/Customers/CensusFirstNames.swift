/// The first names of at least 0.001 %: all that were published.
///
/// Frequently Occurring Surnames and First Names from the 1990 Census (U.S. Census Bureau, Population Division, 1995; files
/// `dist.all.last`, `dist.male.first`, `dist.female.first`; a work of the U.S. government, in the public domain).
/// A number is thousandths of a percent of the people and holds for the names after it.
enum CensusFirstNames {
  /// 1,219 names of men.
  static let male = """
    3318 james 3271 john 3143 robert 2629 michael 2451 william 2363 david 1703 richard 1523 charles 1404 joseph 1380
    thomas 1035 christopher 974 daniel 948 paul 938 mark 931 donald 927 george 826 kenneth 780 steven 779 edward 736
    brian 725 ronald 721 anthony 671 kevin 660 jason 657 matthew 650 gary 640 timothy 613 jose 598 larry 591 jeffrey
    581 frank 546 scott 544 eric 540 stephen 537 andrew 488 raymond 441 gregory 435 joshua 432 jerry 415 dennis 399
    walter 389 patrick 381 peter 371 harold 367 douglas 365 henry 346 carl 335 arthur 328 ryan 322 roger 321 joe 316
    juan 315 jack 314 albert 313 jonathan 311 justin terry 309 gerald 308 keith 306 samuel 302 willie 282 ralph
    lawrence 275 nicholas 273 roy 270 benjamin 263 bruce 260 brandon 259 adam 251 harry fred 249 wayne 248 billy 246
    steve 243 louis 242 jeremy 240 aaron 232 randy 230 howard eugene 229 carlos 224 russell 223 bobby 222 victor 216
    martin 215 ernest 213 phillip todd 209 jesse 206 craig 204 alan 200 shawn 197 clarence sean philip chris 195
    johnny 193 earl 191 jimmy 190 antonio danny bryan tony 189 luis mike 186 stanley leonard 185 nathan 184 dale 181
    manuel 180 rodney curtis 177 norman 174 allen 171 marvin 168 vincent 167 glenn 166 jeffery travis jeff 165 chad
    jacob 162 lee melvin alfred 160 kyle francis 159 bradley 155 jesus herbert 154 frederick 153 ray 152 joel 148
    edwin 145 don 144 eddie 141 ricky 138 troy randall 134 barry 132 alexander 127 bernard 125 mario leroy 124
    francisco marcus 123 micheal theodore clifford 122 miguel oscar 118 jay jim 117 tom 115 calvin alex jon 113
    ronnie 112 bill lloyd tommy leon derek 110 warren 108 darrell jerome 107 floyd 106 leo 105 alvin 104 tim wesley
    gordon dean greg jorge 103 dustin pedro derrick 101 dan 99 lewis zachary 98 corey 97 herman maurice vernon
    roberto 95 clyde 94 glen hector 93 shane ricardo 92 sam 91 rick lester 90 brent ramon charlie 89 tyler gilbert 87
    gene marc 84 reginald 82 ruben brett angel 81 nathaniel rafael leslie 80 edgar milton 79 raul 78 ben chester
    cecil 77 duane franklin 76 andre 74 elmer 73 brad gabriel 72 ron mitchell roland arnold harvey 71 jared 69 adrian
    karl 68 cory claude erik 67 darryl 66 jamie neil 65 jessie christian javier fernando clinton 64 ted mathew tyrone
    darren lonnie 63 lance cody julio kelly 62 kurt 61 allan nelson 60 guy clayton hugh 59 max dwayne 58 dwight
    armando felix jimmie 57 everett 56 jordan ian wallace 55 ken bob jaime 54 casey alfredo 53 alberto dave ivan 52
    johnnie sidney byron julian 51 isaac morris 50 clifton willard daryl ross 49 virgil andy marshall salvador perry
    kirk sergio 48 marion tracy seth kent terrance rene 47 eduardo terrence 46 enrique freddie 45 wade 44 austin
    stuart 43 fredrick arturo alejandro jackie joey nick luther 42 wendell jeremiah evan julius dana 41 donnie otis
    40 shannon trevor oliver luke homer gerard doug 39 kenny hubert angelo shaun 38 lyle matt lynn alfonso 37 orlando
    rex carlton ernesto cameron neal 36 pablo lorenzo omar wilbur blake grant horace roderick kerry 35 abraham willis
    rickey jean ira 34 andres cesar johnathan malcolm rudolph damon kelvin rudy preston 33 alton archie marco wm 32
    pete randolph garry geoffrey jonathon felipe bennie gerardo ed dominic robin loren 31 delbert colin guillermo
    earnest lucas 30 benny noel spencer rodolfo myron edmund 29 garrett salvatore cedric lowell gregg 28 sherman
    wilson devin sylvester kim roosevelt israel jermaine 27 forrest wilbert leland 26 simon guadalupe clark irving
    carroll bryant owen 25 rufus woodrow sammy kristopher mack levi marcos gustavo jake 24 lionel marty taylor ellis
    dallas gilberto clint nicolas laurence ismael orville drew jody 23 ervin dewey al wilfred josh hugo ignacio caleb
    tomas sheldon erick frankie 22 stewart doyle darrel rogelio terence santiago alonzo elias bert elbert ramiro
    conrad pat noah 21 grady phil cornelius lamar rolando clay percy dexter bradford merle 20 darin amos terrell
    moses irvin saul roman darnell randal tommie 19 timmy darrin winston brendan toby van abel dominick boyd courtney
    jan emilio elijah cary domingo santos aubrey emmett marlon emanuel jerald edmond emil 18 dewayne will otto teddy
    reynaldo bret morgan jess trent humberto emmanuel stephan louie 17 vicente lamont stacy garland miles micah
    efrain billie logan heath rodger harley demetrius ethan eldon 16 rocky pierre junior freddy eli bryce antoine
    robbie kendall royce sterling mickey chase grover elton cleveland dylan chuck damian 15 reuben stan august
    leonardo jasper russel erwin benito hans monte blaine ernie curt quentin agustin murray 14 jamal devon adolfo
    harrison tyson burton brady elliott wilfredo bart jarrod vance denis damien joaquin harlan desmond elliot darwin
    ashley gregorio buddy 13 xavier kermit roscoe esteban anton solomon scotty norbert elvin williams nolan carey rod
    quinton hal brain rob elwood kendrick darius moises 12 son marlin fidel thaddeus cliff marcel ali jackson raphael
    bryon armand alvaro jeffry dane joesph thurman ned sammie rusty michel monty rory fabian reggie mason graham 11
    kris isaiah vaughn gus avery loyd diego alexis adolph norris millard rocco gonzalo derick rodrigo gerry stacey
    carmen wiley rigoberto alphonso ty shelby rickie noe 10 vern bobbie reed jefferson elvis bernardo mauricio hiram
    donovan basil riley ollie nickolas maynard scot vince quincy eddy sebastian federico ulysses heriberto donnell
    cole denny davis gavin emery ward romeo jayson dion dante clement coy odell maxwell jarvis bruno issac 9 mary
    dudley brock sanford colby carmelo barney nestor hollis stefan donny art linwood beau weldon galen isidro truman
    delmar johnathon silas frederic dick kirby irwin cruz merlin merrill charley marcelino lane harris cleo carlo
    trenton kurtis hunter aurelio winfred vito collin denver carter 8 leonel emory pasquale mohammad mariano danial
    blair landon dirk branden adan numbers clair buford german bernie wilmer joan emerson zachery fletcher jacques
    errol dalton monroe josue dominique edwardo booker wilford sonny shelton carson theron raymundo daren tristan
    houston robby lincoln jame genaro gale bennett octavio cornell laverne hung arron antony 7 herschel alva giovanni
    garth cyrus cyril ronny stevie lon freeman erin duncan kennith carmine augustine young erich chadwick wilburn
    russ reid myles anderson morton jonas forest mitchel mervin zane rich jamel lazaro alphonse randell major johnie
    jarrett brooks ariel abdul dusty luciano lindsey tracey seymour scottie eugenio mohammed sandy valentin chance
    arnulfo lucien ferdinand thad ezra sydney aldo 6 rubin royal mitch earle abe wyatt marquis lanny kareem jamar
    boris isiah emile elmo aron leopoldo everette josef gail eloy dorian rodrick reinaldo lucio jerrod weston hershel
    barton parker lemuel lavern burt jules gil eliseo ahmad nigel efren antwan alden margarito coleman refugio dino
    osvaldo les deandre normand kieth ivory andrea trey norberto napoleon jerold fritz rosendo milford sang deon
    christoper alfonzo lyman josiah brant wilton rico jamaal dewitt carol brenton yong olin foster faustino claudio
    judson gino edgardo berry alec tanner jarred donn 5 trinidad tad shirley prince porfirio odis maria lenard
    chauncey chang tod mel marcelo kory augustus keven hilario bud sal rosario orval mauro dannie zachariah olen
    anibal milo jed frances thanh dillon amado newton connie lenny tory richie lupe horacio brice mohamed delmer
    dario reyes dee mac jonah jerrold robt hank sung rupert rolland kenton damion chi antone waldo fredric bradly
    quinn kip burl walker tyree jefferey ahmed willy stanford oren noble moshe mikel enoch brendon quintin jamison
    florencio darrick tobias minh hassan giuseppe demarcus cletus tyrell lyndon keenan werner theo geraldo lou
    columbus chet bertram markus huey hilton dwain donte tyron omer isaias hipolito fermin chung adalberto valentine
    jamey bo barrett whitney teodoro mckinley maximo garfield sol raleigh lawerence abram 4 rashad king emmitt daron
    chong samual paris otha miquel lacy eusebio dong domenic darron buster antonia wilber renato jc hoyt haywood
    ezekiel chas florentino elroy clemente arden neville kelley edison deshawn carrol shayne nathanial jordon danilo
    claud val sherwood raymon rayford cristobal ambrose titus hyman felton ezequiel erasmo stanton lonny len ike
    milan lino jarod herb andreas walton rhett palmer jude douglass cordell oswaldo ellsworth virgilio toney
    nathanael del britt benedict mose hong leigh johnson isreal gayle garret fausto asa arlen zack warner modesto
    francesco manual jae gaylord gaston filiberto deangelo michale granville wes malik zackary tuan nicky eldridge
    cristopher cortez antione malcom long korey jospeh colton waylon von hosea shad santo rudolf rolf rey renaldo
    marcellus lucius lesley kristofer boyce benton man kasey jewell hayden harland arnoldo rueben leandro kraig
    jerrell jeromy hobert cedrick arlie winford wally patricia luigi keneth jacinto graig franklyn edmundo sid porter
    leif lauren jeramy elisha buck willian vincenzo shon michal lynwood lindsay jewel jere hai elden dorsey darell
    broderick alonso
    """

  /// 4,275 names of women.
  static let female = """
    2629 mary 1073 patricia 1035 linda 980 barbara 937 elizabeth 932 jennifer 828 maria 794 susan 768 margaret 727
    dorothy 704 lisa 669 nancy 667 karen 666 betty 663 helen 629 sandra 583 donna 565 carol 562 ruth 522 sharon 519
    michelle 510 laura 508 sarah 504 kimberly 494 deborah 490 jessica 482 shirley 469 cynthia 468 angela 462 melissa
    455 brenda 451 amy 440 anna 430 rebecca virginia 424 kathleen 416 pamela 412 martha 408 debra 404 amanda 400
    stephanie 385 carolyn 382 christine 379 marie janet 373 catherine 370 frances 364 ann joyce 359 diane 357 alice
    348 julie 337 heather 336 teresa 335 doris gloria 322 evelyn 315 jean cheryl 313 mildred katherine 306 joan 303
    ashley 297 judith 296 rose 285 janice 283 kelly 281 nicole 276 judy 275 christina 272 kathy 271 theresa 267
    beverly 264 denise 259 tammy 252 irene 250 jane 248 lori 242 rachel 241 marilyn 236 andrea 234 kathryn 229 louise
    sara 228 anne jacqueline 226 wanda 223 bonnie julia 221 ruby 220 lois tina 219 phyllis 218 norma 217 paula 216
    diana annie 211 lillian 208 emily robin peggy 207 crystal 205 gladys 204 rita 202 dawn 200 connie florence 197
    tracy edna 195 tiffany carmen 194 rosa 192 cindy 189 grace 185 wendy 180 victoria 179 edith 178 kim sherry 177
    sylvia josephine 175 thelma shannon sheila 174 ethel 173 ellen elaine marjorie 171 carrie 169 charlotte 166
    monica esther 165 pauline emma 164 juanita 162 anita rhonda 161 hazel 160 amber 159 eva 157 debbie 154 april
    leslie 153 clara lucille jamie 150 joanne eleanor 149 valerie danielle 147 megan 146 alicia 145 suzanne michele
    gail 143 bertha 142 darlene veronica jill 141 erin geraldine 137 lauren cathy 136 joann 135 lorraine lynn sally
    133 regina 130 erica beatrice 129 dolores 128 bernice 127 audrey 126 yvonne 125 annette june 124 samantha 122
    marion dana 121 stacy 120 ana renee 118 ida vivian 117 roberta holly brittany 116 melanie 115 loretta yolanda
    jeanette 114 laurie 113 katie 111 kristen vanessa alma sue 110 elsie beth 109 jeanne vicki 107 carla tara
    rosemary 105 eileen terri 103 gertrude lucy 102 tonya 101 ella stacey 99 wilma gina kristin 98 jessie natalie
    agnes vera 97 willie charlene 96 bessie 95 delores 94 melinda pearl arlene 92 maureen colleen allison tamara 91
    joy georgia constance 90 lillie claudia jackie marcia 89 tanya nellie minnie 88 marlene heidi glenda 86 lydia
    viola courtney marian 85 stella caroline 84 dora 83 jo 82 vickie 81 mattie 80 terry 79 maxine irma 78 mabel
    marsha myrtle 77 lena christy 76 deanna patsy 75 hilda 74 gwendolyn 73 jennie nora 72 margie nina cassandra leah
    71 penny kay priscilla naomi carole 70 brandy olga 69 billie dianne tracey leona 68 jenny felicia sonia 66 miriam
    velma becky 65 bobbie violet kristina 64 toni 63 misty mae 62 shelly daisy ramona sherri 61 erika katrina claire
    60 lindsey lindsay 59 geneva guadalupe belinda margarita sheryl 58 cora faye 57 ada natasha sabrina isabel 56
    marguerite hattie harriet 55 molly cecilia kristi brandi blanche sandy rosie joanna iris 54 eunice angie 53 inez
    lynda 52 madeline amelia alberta 51 genevieve monique jodi janie maggie kayla sonya jan lee kristine candace 50
    fannie maryann opal alison yvette melody 49 luz susie olivia flora shelley 48 kristy mamie lula lola verna beulah
    antoinette 46 candice juana jeannette pam kelli 45 hannah whitney bridget 44 karla celia 43 latoya patty shelia
    gayle della vicky lynne 42 sheri marianne 41 kara jacquelyn erma blanca 40 myra leticia pat krista roxanne 39
    angelica johnnie robyn francis adrienne rosalie alexandra brooke bethany sadie bernadette 38 traci jody kendra
    jasmine nichole rachael chelsea mable ernestine muriel 37 marcella elena krystal angelina 36 nadine kari estelle
    dianna paulette lora 35 mona doreen rosemarie angel desiree antonia 34 hope ginger janis betsy christie freda 33
    mercedes meredith lynette teri cristina eula 32 leigh meghan sophia eloise rochelle gretchen cecelia 31 raquel
    henrietta alyssa jana kelley gwen kerry 30 jenna tricia laverne olive alexis tasha 29 silvia elvira casey delia
    sophie kate patti lorena kellie sonja lila lana darla may mindy essie mandy 28 lorene elsa josefina jeannie
    miranda dixie lucia marta faith lela johanna shari camille 27 tami shawna elisa ebony melba ora nettie tabitha
    ollie jaime winifred kristie marina alisha aimee rena 26 myrna marla tammie latasha bonita patrice ronda sherrie
    addie 25 francine deloris stacie adriana cheri shelby abigail celeste jewel cara adele rebekah lucinda dorthy 24
    chris effie trina reba shawn sallie aurora lenora etta lottie kerri trisha nikki estella francisca josie tracie
    marissa karin brittney janelle lourdes laurel helene fern elva corinne kelsey 23 ina bettie elisabeth aida
    caitlin ingrid iva eugenia christa goldie cassie maude jenifer 22 therese frankie dena lorna janette latonya
    candy morgan consuelo tamika rosetta debora cherie polly dina 21 jewell fay jillian dorothea nell trudy esperanza
    patrica kimberley shanna helena carolina cleo stefanie 20 rosario ola janine mollie lupe alisa lou maribel
    susanne 19 bette susana elise cecile isabelle lesley jocelyn paige joni rachelle leola daphne alta ester petra
    graciela imogene jolene keisha 18 lacey glenna gabriela keri ursula lizzie kirsten shana adeline mayra jayne
    jaclyn gracie sondra carmela marisa rosalind charity tonia beatriz marisol clarice 17 jeanine sheena angeline
    frieda lily robbie shauna millie claudette cathleen angelia gabrielle autumn katharine summer jodie staci lea
    christi jimmie justine elma luella margret 16 dominique socorro rene martina margo mavis callie bobbi maritza
    lucile leanne jeannine deana aileen lorie ladonna willa manuela gale selma dolly sybil abby lara dale ivy dee
    winnie marcy luisa 15 jeri magdalena ofelia meagan audra matilda leila cornelia bianca simone bettye randi virgie
    latisha barbra georgina eliza leann bridgette 14 rhoda haley adela nola bernadine flossie ila greta ruthie nelda
    minerva lilly terrie letha hilary estela valarie brianna rosalyn earline catalina ava mia clarissa lidia corrine
    alexandria concepcion tia sharron rae dona ericka jami elnora chandra lenore 13 neva marylou melisa tabatha
    serena avis allie sofia jeanie odessa nannie harriett loraine penelope milagros emilia benita allyson ashlee
    tania tommie esmeralda karina eve pearlie zelma malinda noreen tameka saundra hillary amie 12 althea rosalinda
    jordan lilia alana gay clare alejandra elinor michael lorrie jerri darcy earnestine carmella taylor noemi marcie
    liza annabelle louisa earlene mallory carlene nita selena tanisha katy julianne john 11 lakisha edwina maricela
    margery kenya dollie roxie roslyn kathrine nanette charmaine lavonne ilene kris tammi suzette corine kaye jerry
    merle chrystal lina deanne lilian juliana aline luann kasey maryanne evangeline colette melva lawanda yesenia
    nadia madge kathie eddie ophelia valeria nona mitzi mari georgette claudine fran alissa 10 roseann lakeisha
    susanna reva deidre chasity sheree carly james elvia alyce deirdre gena briana araceli katelyn rosanne wendi
    tessa berta marva imelda marietta marci leonor arline sasha madelyn janna juliette deena aurelia josefa augusta
    liliana young christian lessie amalia savannah anastasia vilma natalia rosella lynnette corina 9 alfreda leanna
    carey amparo coleen tamra aisha wilda karyn cherry queen maura mai evangelina rosanna hallie erna enid mariana
    lacy juliet jacklyn freida madeleine mara hester cathryn lelia casandra bridgett angelita jannie dionne annmarie
    katina beryl phoebe millicent katheryn diann carissa maryellen liz lauri helga gilda adrian rhea marquita hollie
    tisha tamera angelique francesca britney kaitlin lolita florine rowena reyna twila fanny janell ines concetta
    bertie alba brigitte alyson 8 vonda pansy elba noelle letitia kitty deann brandie louella leta felecia sharlene
    lesa beverley robert isabella herminia terra celina tori octavia jade denice germaine sierra michell cortney
    nelly doretha sydney deidra monika lashonda judi chelsey antionette margot bobby adelaide nan leeann elisha
    dessie libby kathi gayla latanya mina mellisa kimberlee jasmin renae zelda elda ma justina gussie emilie camilla
    abbie rocio kaitlyn jesse edythe ashleigh selina lakesha geri allene pamala michaela dayna caryn rosalia 7 sun
    jacquline rebeca marybeth krystle iola dottie bennie belle aubrey griselda ernestina elida adrianne demetria
    delma chong jaqueline destiny arleen virgina retha fatima tillie eleanore cari treva birdie wilhelmina rosalee
    maurine latrice yong jena taryn elia debby maudie jeanna delilah catrina shonda hortencia theodora teresita
    robbin danette maryjane freddie delphine brianne nilda danna cindi bess iona hanna ariel winona vida rosita
    marianna william racheal guillermina eloisa celestine caren malissa lona chantel shellie marisela leora agatha
    soledad migdalia ivette christen athena janel chloe veda pattie tessie tera marilynn lucretia karrie dinah
    daniela alecia adelina vernice shiela portia merry lashawn devon dara tawana oma verda christin alene 6 zella
    sandi rafaela maya kira candida alvina suzan shayla lyn lettie alva samatha oralia matilde madonna larissa vesta
    renita india delois shanda phillis lorri erlinda cruz cathrine barb zoe isabell ione gisela charlie valencia
    roxanna mayme kisha ellie mellissa dorris dalia bella annetta zoila reta reina lauretta kylie christal pilar
    charla elissa tiffani tana paulina leota breanna jayme carmel vernell tomasa mandi dominga santa melodie lura
    alexa tamela ryan mirna kerrie venus noel felicita cristy carmelita berniece annemarie tiara roseanne missy cori
    roxana pricilla kristal jung elyse haydee aletha bettina marge gillian filomena charles zenaida harriette caridad
    vada una aretha pearline marjory marcela flor evette elouise alina trinidad david damaris catharine carroll belva
    5 nakia marlena luanne lorine karon dorene danita brenna tatiana sammie louann loren julianna andria philomena
    lucila leonora dovie romona mimi jacquelin gaye tonja misti joe gene chastity stacia roxann micaela nikita mei
    velda marlys johnna aura lavern ivonne hayley nicki majorie herlinda george alpha yadira perla gregoria daniel
    antonette shelli mozelle mariah joelle cordelia josette chiquita trista louis laquita georgiana candi shanon
    lonnie hildegard cecil valentina stephany magda karol gerry gabriella tiana roma richelle ray princess oleta
    jacque idella alaina suzanna jovita blair tosha raven nereida marlyn kyla joseph delfina tena stephenie sabina
    nathalie marcelle gertie darleen thea sharonda shantel belen venessa rosalina ona genoveva corey clementine
    rosalba renate renata mi ivory georgianna floy dorcas ariana tyra theda mariam juli jesica donnie vikki verla
    roselyn melvina jannette ginny debrah corrie asia violeta myrtis latricia collette charleen anissa viviana twyla
    precious nedra latonia lan hellen fabiola annamarie adell sharyn chantal niki maud lizette lindy kia kesha jeana
    danelle charline chanel carrol valorie lia dortha cristal sunny leone leilani gerri debi andra keshia ima eulalia
    easter dulce 4 natividad linnie kami georgie catina brook alda winnifred sharla ruthann meaghan magdalene
    lissette adelaida venita trena shirlene shameka elizebeth dian shanta mickey latosha carlotta windy soon rosina
    mariann leisa jonnie dawna cathie billy astrid sidney laureen janeen holli fawn vickey teressa shante rubye
    marcelina chanda cary terese scarlett marty marnie lulu lisette jeniffer elenor dorinda donita carman bernita
    altagracia aleta adrianna zoraida ronnie nicola lyndsey kendall janina chrissy ami starla phylis phuong kyra
    charisse blanch sanjuanita rona nanci marilee maranda cory brigette sanjuana marita kassandra joycelyn ira felipa
    chelsie bonny mireya lorenza kyong ileana candelaria tony toby sherie ok mark lucie leatrice lakeshia gerda edie
    bambi marylin lavon hortense garnet evie tressa shayna lavina kyung jeanetta sherrill shara phyliss mittie anabel
    alesia thuy tawanda richard joanie tiffanie lashanda karissa enriqueta daria daniella corinna alanna abbey roxane
    roseanna magnolia lida kyle joellen era coral carleen tresa peggie novella nila maybelle jenelle carina nova
    melina marquerite margarette josephina evonne devin cinthia albina toya tawnya sherita santos myriam lizabeth
    lise keely jenni giselle cheryle ardith ardis alesha adriane shaina linnea karolyn hong florida felisha dori
    darci artie armida zola xiomara vergie shamika nena nannette maxie lovie jeane jaimie inge farrah elaina caitlyn
    starr felicitas cherly caryl yolonda yasmin teena prudence pennie nydia mackenzie orpha marvel lizbeth laurette
    jerrie hermelinda carolee tierra mirian meta melony kori jennette jamila ena anh yoshiko susannah salina rhiannon
    joleen cristine ashton aracely tomeka shalonda marti lacie kala jada ilse hailey brittani 3 zona syble sherryl
    randy nidia marlo kandice kandi deb dean america alycia tommy ronna norene mercy jose ingeborg giovanna gemma
    christel audry zora vita van trish stephaine shirlee shanika melonie mazie jazmin inga hoa hettie geralyn fonda
    estrella adella su sarita rina milissa maribeth golda evon ethelyn enedina cherise chana velva tawanna sade mirta
    li karie jacinta elna davina cierra ashlie albertha tanesha stephani nelle mindi lu lorinda larue florene demetra
    dedra ciara chantelle ashly suzy rosalva noelia lyda leatha krystyna kristan karri darline darcie cinda cheyenne
    cherrie awilda almeda rolanda lanette jerilyn gisele evalyn cyndi cleta carin zina zena velia tanika paul
    charissa thomas talia margarete lavonda kaylee kathlene jonna irena ilona idalia candis candance brandee anitra
    alida sigrid nicolette maryjo linette hedwig christiana cassidy alexia tressie modesta lupita lita gladis evelia
    davida cherri cecily ashely annabel agustina wanita shirly rosaura hulda eun bailey yetta verona thomasina sibyl
    shannan mechelle lue leandra lani kylee kandy jolynn ferne eboni corene alysia zula nada moira lyndsay lorretta
    juan jammie hortensia gaynell cameron adria vina vicenta tangela stephine norine nella liana leslee kimberely
    iliana glory felica emogene elfriede eden eartha carma bea ocie marry lennie kiara jacalyn carlota arielle yu
    star otilia kirstin kacey johnetta joey joetta jeraldine jaunita elana dorthea cami amada adelia vernita tamar
    siobhan renea rashida ouida odell nilsa meryl kristyn julieta danica breanne aurea anglea sherron odette malia
    lorelei lin leesa kenna kathlyn fiona charlette suzie shantell sabra racquel myong mira martine lucienne lavada
    juliann johnie elvera delphia clair christiane charolette carri augustine asha angella paola ninfa leda lai eda
    sunshine stefani shanell palma machelle lissa kecia kathryne karlene julissa jettie jenniffer hui corrina
    christopher carolann alena tess rosaria myrtice marylee liane kenyatta judie janey in elmira eldora denna cristi
    cathi zaida vonnie viva vernie rosaline mariela luciana lesli karan felice deneen adina wynona tarsha sheron
    shasta shanita shani shandra randa pinkie paris nelida marilou lyla laurene laci joi janene dorotha daniele dani
    carolynn carlyn berenice ayesha anneliese alethea thersa tamiko rufina oliva mozell marylyn madison kristian
    kathyrn kasandra kandace janae gabriel domenica debbra dannielle chun buffy barbie arcelia aja zenobia sharen
    sharee patrick page my lavinia kum kacie jackeline huong felisa emelia eleanora cythia cristin clyde claribel
    caron anastacia zulma zandra yoko tenisha susann sherilyn shay shawanda sabine romana mathilda linsey keiko joana
    isela gretta georgetta eugenie dusty desirae delora corazon antonina anika willene tracee tamatha regan nichelle
    mickie maegan luana lanita kelsie edelmira bree afton teodora tamie shena meg linh keli kaci danyelle britt
    arlette albertine adelle tiffiny stormy simona numbers nicolasa nichol nia nakisha mee maira loreen kizzy johnny
    jay fallon christene bobbye anthony 2 ying vincenza tanja rubie roni queenie margarett kimberli irmgard idell
    hilma evelina esta emilee dennise dania carl carie antonio wai sang risa rikki particia mui masako mario luvenia
    loree loni lien kevin gigi florencia dorian denita dallas chi billye alexander tomika sharita rana nikole neoma
    margarite madalyn lucina laila kali jenette gabriele evelyne elenora clementina alejandrina zulema violette
    vannessa thresa retta pia patience noella nickie jonell delta chung chaya camelia bethel anya andrew thanh suzann
    spring shu mila lilla laverna keesha kattie gia georgene eveline estell elizbeth vivienne vallie trudie stephane
    michel magaly madie kenyetta karren janetta hermine harmony drucilla debbi celestina candie britni beckie amina
    zita yun yolande vivien vernetta trudi sommer pearle patrina ossie nicolle loyce letty larisa katharina joselyn
    jonelle jenell iesha heide florinda florentina flo elodia dorine brunilda brigid ashli ardella twana thu tarah
    sung shea shavon shane serina rayna ramonita nga margurite lucrecia kourtney kati jesus jesenia diamond crista
    ayana alica alia vinnie suellen romelia rachell piper olympia michiko kathaleen jolie jessi janessa hana ha
    elease carletta britany shona salome rosamond regena raina ngoc nelia louvenia lesia latrina laticia larhonda
    jina jacki hollis holley emmy deeann coretta arnetta velvet thalia shanice neta mikki micki lonna leana lashunda
    kiley joye jacqulyn ignacia hyun hiroko henry henriette elayne delinda darnell dahlia coreen consuela conchita
    celine babette ayanna anette albertina skye shawnee shaneka quiana pamelia min merri merlene margit kiesha kiera
    kaylene jodee jenise erlene emmie else daryl dalila daisey cody casie belia babara versie vanesa shelba shawnda
    sam norman nikia naoma marna margeret madaline lawana kindra jutta jazmine janett hannelore glendora gertrud
    garnett freeda frederica florance flavia dennis carline beverlee anjanette valda trinity tamala stevie shonna sha
    sarina oneida micah merilyn marleen lurline lenna katherin jin jeni hae gracia glady farah eric enola ema
    dominque devona delana cecila caprice alysha ali alethia vena theresia tawny song shakira samara sachiko rachele
    pamella nicky marni mariel maren malisa ligia lera latoria larae kimber kathern karey jennefer janeth halina
    fredia delisa debroah ciera chin angelika andree altha yen vivan terresa tanna suk sudie soo signe salena ronni
    rebbecca myrtie mckenzie malika maida loan leonarda kayleigh france ethyl ellyn dayle cammie brittni birgit
    avelina asuncion arianna akiko venice tyesha tonie tiesha takisha steffanie sindy santana meghann manda macie
    lady kellye kellee joslyn jason inger indira glinda glennis fernanda faustina eneida elicia dot digna dell
    arletta andre willia tammara tabetha sherrell sari refugio rebbeca pauletta nieves natosha nakita mammie kenisha
    kazuko kassie gary earlean daphine corliss clotilde carolyne bernetta augustina audrea annis annabell yan
    tennille tamica selene sean rosana regenia qiana markita macy leeanne laurine kym jessenia janita georgine genie
    emiko elvie deandra dagmar corie collen cherish romaine porsha pearlene micheline merna margorie margaretta lore
    kenneth jenine hermina fredericka elke drusilla dorathy dione desire celena brigida angeles allegra theo tamekia
    synthia stephen sook slyvia rosann reatha raye marquetta margart ling layla kymberly kiana kayleen katlyn karmen
    joella irina emelda eleni detra clemmie cheryll chantell cathey arnita arla angle angelic alyse zofia thomasine
    tennie son sherly sherley sharyl remedios petrina nickole myung myrle mozella louanne lisha latia lane krysta
    julienne joel jeanene jacqualine isaura gwenda earleen donald cleopatra carlie audie antonietta alise alex
    verdell val tyler tomoko thao talisha steven so shemika shaun scarlet savanna santina rosia raeann odilia nana
    minna magan lynelle le karma joeann ivana inell ilana hye honey hee gudrun frank dreama crissy chante carmelina
    arvilla arthur annamae alvera aleida aaron yee yanira vanda tianna tam stefania shira perry nicol nancie
    monserrate minh melynda melany matthew lovella laure kirby kacy jacquelynn hyon gertha francisco eliana christena
    christeen charise caterina carley candyce arlena ammie yang willette vanita tuyet tiny syreeta silva scott ronald
    penney nyla michal maurice maryam marya magen ludie loma livia lanell kimberlie julee donetta diedra denisha
    deane dawne clarine cherryl bronwyn brandon alla valery tonda sueann soraya shoshana shela sharleen shanelle
    nerissa micheal meridith mellie maye maple magaret luis lili leonila leonie leeanna lavonia lavera kristel kathey
    kathe justin julian jimmy jann ilda hildred hildegarde genia fumiko evelin ermelinda elly dung doloris dionna
    danae berneice annice alix verena verdie tristan shawnna shawana shaunna rozella randee ranae milagro lynell
    luise louie loida lisbeth karleen junita jona isis hyacinth hedy gwenn ethelene erline edward donya domonique
    delicia dannette cicely branda blythe bethann ashlyn annalee alline yuko vella trang towanda tesha sherlyn
    narcisa miguelina meri maybell marlana marguerita madlyn luna lory loriann liberty leonore leighann laurice
    latesha laronda katrice kasie karl kaley jadwiga glennie gearldine francina epifania dyan dorie diedre denese
    demetrice delena darby cristie cleora catarina carisa bernie barbera almeta trula tereasa solange sheilah
    shavonne sanora rochell mathilde margareta maia lynsey lawanna launa kena keena katia jamey glynda gaylene elvina
    elanor danuta danika cristen cordie coletta clarita carmon brynn azucena aundrea angele yi walter verlie verlene
    tamesha silvana sebrina samira reda raylene penni pandora norah noma mireille melissia maryalice laraine kimbery
    karyl karine kam jolanda johana jesusa jaleesa jae jacquelyne irish iluminada hilaria hanh gennie francie
    floretta exie edda drema delpha bev barbar assunta ardell annalisa alisia yukiko yolando wonda wei waltraud veta
    tequila temeka tameika shirleen shenita piedad ozella mirtha marilu kimiko juliane jenice jen janay jacquiline
    hilde fe fae evan eugene elois echo devorah chau brinda betsey arminda aracelis apryl annett alishia veola usha
    toshiko theola tashia talitha shery rudy renetta reiko rasheeda omega obdulia mika melaine meggan martin marlen
    marget marceline mana magdalen librada lezlie lexie latashia lasandra kelle isidra isa inocencia gwyn francoise
    erminia erinn dimple devora criselda armanda arie ariane angelo angelena allen aliza adriene adaline 1 xochitl
    twanna tran tomiko tamisha taisha susy siu rutha roxy rhona raymond otha noriko natashia merrie melvin marinda
    mariko margert loris lizzette leisha kaila ka joannie jerrica jene jannet janee jacinda herta elenore doretta
    delaine daniell claudie china britta apolonia amberly alease yuri yuk wen waneta ute tomi sharri sandie roselle
    reynalda raguel phylicia patria olimpia odelia mitzie mitchell miss minda mignon mica mendy marivel maile lynetta
    lavette lauryn latrisha lakiesha kiersten kary josphine jolyn jetta janise jacquie ivelisse glynis gianna
    gaynelle emerald demetrius danyell danille dacia coralee cher ceola brett bell arianne aleshia yung williemae
    troy trinh thora tai svetlana sherika shemeka shaunda roseline ricki melda mallie lavonna latina larry laquanda
    lala lachelle klara kandis johna jeanmarie jaye hang grayce gertude emerita ebonie clorinda ching chery carola
    breann blossom bernardine becki arletha argelia ara alita yulanda yon yessenia tobi tasia sylvie shirl shirely
    sheridan shella shantelle sacha royce rebecka reagan providencia paulene misha miki marline marica lorita latoyia
    lasonya kerstin kenda keitha kathrin jaymie jack gricelda ginette eryn elina elfrieda danyel cheree chanelle
    barrie avery aurore annamaria alleen ailene aide yasmine vashti valentine treasa tory tiffaney sheryll sharie
    shanae sau raisa pa neda mitsuko mirella milda maryanna maragret mabelle luetta lorina letisha latarsha lanelle
    lajuana krissy karly karena jon jessika jerica jeanelle january jalisa jacelyn izola ivey gregory euna etha drew
    domitila dominica daina creola carli camie bunny brittny ashanti anisha aleen adah yasuko winter viki valrie tona
    tinisha thi terisa tatum taneka simonne shalanda serita ressie refugia paz olene na merrill margherita mandie man
    maire lyndia luci lorriane loreta leonia lavona lashawnda lakia kyoko krystina krysten kenia kelsi jude jeanice
    isobel georgiann genny felicidad eilene deon deloise deedee dannie conception clora cherilyn chang calandra berry
    armandina anisa ula timothy tiera theressa stephania sima shyla shonta shera shaquita shala sammy rossana nohemi
    nery moriah melita melida melani marylynn marisha mariette malorie madelene ludivina loria lorette loralee lianne
    leon lavenia laurinda lashon kit kimi keila katelynn kai jone joane ji jayna janella ja hue hertha francene
    elinore despina delsie deedra clemencia carry carolin carlos bulah brittanie bok blondell bibi beaulah beata
    annita agripina virgen valene un twanda tommye toi tarra tari tammera shakia sadye ruthanne rochel rivka pura
    nenita natisha ming merrilee melodee marvis lucilla leena laveta larita lanie keren ileen georgeann genna genesis
    frida ewa eufemia emely ela edyth deonna deadra darlena chanell chan cathern cassondra cassaundra bernarda berna
    arlinda anamaria albert wesley vertie valeri torri tatyana stasia sherise sherill season scottie sanda ruthe rosy
    roberto robbi ranee quyen pearly palmira onita nisha niesha nida nevada nam merlyn mayola marylouise maryland
    marx marth margene madelaine londa leontine leoma leia lawrence lauralee lanora lakita kiyoko keturah katelin
    kareen jonie johnette jenee jeanett izetta hiedi heike hassie harold giuseppina georgann fidela fernande elwanda
    ellamae eliz dusti dotty cyndy coralie celesta argentina alverta xenia wava vanetta torrie tashina tandy tambra
    tama stepanie shila shaunta sharan shaniqua shae setsuko serafina sandee rosamaria priscila olinda nadene muoi
    michelina mercedez maryrose marin marcene mao magali mafalda logan linn lannie kayce karoline kamilah kamala
    justa joline jennine jacquetta iraida gerald georgeanna franchesca fairy emeline elane ehtel earlie dulcie dalene
    cris classie chere charis caroyln carmina carita brian bethanie ayako arica an alysa alessandra akilah adrien
    zetta youlanda yelena yahaira xuan wendolyn victor tijuana terrell terina teresia suzi sunday sherell shavonda
    shaunte sharda shakita sena ryann rubi riva reginia rea rachal parthenia pamula monnie monet michaele melia
    marine malka maisha lisandra leo lekisha lean laurence lakendra krystin kortney kizzie kittie kera kendal
    kemberly kanisha julene jule joshua johanne jeffrey jamee han halley gidget galina fredricka fleta fatimah
    eusebia elza eleonore dorthey doria donella dinorah delorse claretha christinia charlyn bong belkis azzie andera
    aiko adena yer yajaira wan vania ulrike toshia tifany stefany shizue shenika shawanna sharolyn sharilyn shaquana
    shantay see rozanne roselee rickie remona reanna raelene quinn phung petronila natacha nancey myrl miyoko miesha
    merideth marvella marquitta marhta marchelle lizeth libbie lahoma ladawn kina katheleen katharyn karisa kaleigh
    junie julieann johnsie janean jaimee jackqueline hisako herma helaine gwyneth glenn gita eustolia emelina elin
    edris donnette donnetta dierdre denae darcel claude clarisa cinderella chia charlesetta charita celsa cassy cassi
    carlee bruna brittaney brande billi bao antonetta angla angelyn analisa alane wenona wendie veronique vannesa
    tobie tempie sumiko sulema sparkle somer sheba shayne sharice shanel shalon sage roy rosio roselia renay rema
    reena porsche ping peg ozie oretha oralee oda nu ngan nakesha milly marybelle marlin maris margrett maragaret
    manie lurlene lillia lieselotte lavelle lashaunda lakeesha keith kaycee kalyn joya joette jenae janiece illa
    grisel glayds genevie gala fredda fred elmer eleonor debera deandrea dan corrinne cordia contessa colene
    cleotilde charlott chantay cecille beatris azalee arlean ardath anjelica anja alfredia aleisha adam zada yuonne
    xiao willodean whitley vennie vanna tyisha tova torie tonisha tilda tien temple sirena sherril shanti shan
    senaida samella robbyn renda reita phebe paulita nobuko nguyet neomi moon mikaela melania maximina marg maisie
    lynna lilli layne lashaun lakenya lael kirstie kathline kasha karlyn karima jovan josefine jennell jacqui
    jackelyn hyo hien grazyna florrie floria eleonora dwana dorla dong delmy deja dede dann crysta clelia claris
    clarence chieko cherlyn cherelle charmain chara cammy bee arnette ardelle annika amiee amee allena yvone yuki
    yoshie yevette yael willetta voncile venetta tula tonette timika temika telma teisha taren ta stacee shin shawnta
    saturnina ricarda pok pasty onie nubia mora mike marielle mariella marianela mardell many luanna loise lisabeth
    lindsy lilliana lilliam lelah leigha leanora lang kristeen khalilah keeley kandra junko joaquina jerlene jani
    jamika jame hsiu hermila golden genevive evia eugena emmaline elfreda elene donette delcie deeanna darcey cuc
    clarinda cira chae celinda catheryn catherin casimira carmelia camellia breana bobette bernardina bebe basilia
    arlyne amal alayna zonia zenia yuriko yaeko wynell willow willena vernia tu travis tora terrilyn terica tenesha
    tawna tajuana taina stephnie sona sol sina shondra shizuko sherlene sherice sharika rossie rosena rory rima ria
    rheba renna peter natalya nancee melodi meda maxima matha marketta maricruz marcelene malvina luba louetta leida
    lecia lauran lashawna laine khadijah katerine kasi kallie julietta jesusita jestine jessia jeremy jeffie janyce
    isadora georgianne fidelia evita eura eulah estefana elsy elizabet eladia dodie dion dia denisse deloras delila
    daysi dakota curtis crystle concha colby claretta chu christia charlsie charlena carylon bettyann asley ashlea
    amira ai agueda agnus yuette vinita victorina tynisha treena toccara tish thomasena tegan soila shiloh shenna
    sharmaine shantae shandi september saran sarai sana samuel salley rosette rolande regine otelia oscar olevia
    nicholle necole naida myrta myesha mitsue minta mertie margy mahalia madalene love loura lorean lewis lesha
    leonida lenita lavone lashell lashandra lamonica kimbra katherina karry kanesha julio jong jeneva jaquelyn hwa
    gilma ghislaine gertrudis fransisca fermina ettie etsuko ellis ellan elidia edra dorethea doreatha denyse denny
    deetta daine cyrstal corrin cayla carlita camila burma bula buena blake barabara avril austin alaine zana
    wilhemina wanetta virgil vi veronika vernon verline vasiliki tonita tisa teofila tayna taunya tandra takako sunni
    suanne sixta sharell seema russell rosenda robena raymonde pei pamila ozell neida neely mistie micha merissa
    maurita maryln maryetta marshall marcell malena makeda maddie lovetta lourie lorrine lorilee lester laurena
    lashay larraine laree lacresha kristle krishna keva keira karole joie jinny jeannetta jama heidy gilberte gema
    faviola evelynn enda elli ellena divina dagny collene codi cindie chassidy chasidy catrice catherina cassey
    caroll carlena candra calista bryanna britteny beula bari audrie audria ardelia annelle angila alona allyn
    """
}
